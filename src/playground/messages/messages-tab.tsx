/** Messages to the chosen process: what came so far, and one more. */
import { chosen, noProcess } from '../model/processes.ts';
import { Empty } from '../parts/empty.tsx';
import { ComposeForm } from './compose-form.tsx';
import { SlotDetail } from './slot-detail.tsx';
import { selectedSlot } from './slots.ts';
import { Timeline } from './timeline.tsx';
import './messages.css';

export function MessagesTab() {
  const process = chosen.value;
  const slot = selectedSlot.value;
  return (
    <div class="messages">
      <section aria-labelledby="timeline-heading">
        <div class="heading">
          <h2 id="timeline-heading">Timeline</h2>
          {process && slot === undefined && <p class="hint">Choose a slot to see all of it.</p>}
        </div>
        {process ? (
          <Timeline process={process} />
        ) : (
          noProcess.value !== undefined && (
            <Empty title="No messages yet">
              Run a program first. Each message it gets takes a slot, and stands here with what it did and where that
              went.
            </Empty>
          )
        )}
        {process && slot !== undefined && slot <= process.slot && (
          <SlotDetail key={`${process.process} ${slot}`} process={process.process} slot={slot} />
        )}
      </section>
      <section aria-labelledby="message-heading">
        <h2 id="message-heading">Send message</h2>
        <ComposeForm />
      </section>
    </div>
  );
}

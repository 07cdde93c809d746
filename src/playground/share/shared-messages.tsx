/** The messages that came with a link: each goes into the form when it is pressed, and is sent from there. */
import { chosenId } from '../model/processes.ts';
import { showTab } from '../model/view.ts';
import { edit } from '../messages/compose.ts';
import { tag } from '../messages/scheduled.ts';
import { sharedMessages } from './open-share-link.ts';
import './share.css';

export function SharedMessages() {
  if (!sharedMessages.value.length) return null;
  return (
    <div class="shared-messages" role="group" aria-label="Messages of the link" data-testid="shared-messages">
      <p class="hint">
        {chosenId.value === undefined ? 'Run the program; then send what came with the link:' : 'Came with the link:'}
      </p>
      {sharedMessages.value.map((message, i) => (
        <button
          key={i}
          type="button"
          class="quiet"
          title="Put it into the form of the Messages tab"
          onClick={() => void edit(message).then((put) => put && showTab('messages'))}
        >
          {i + 1} {tag(message.tags, 'Action') ?? 'message'}
        </button>
      ))}
      <button type="button" class="quiet" onClick={() => (sharedMessages.value = [])}>
        Put away
      </button>
    </div>
  );
}

/** The list of processes, and what can be done with the chosen one. */
import type { ProcessSummary } from 'pocketbeam';
import { choose, chosen, processes, removeProcess } from '../model/processes.ts';
import { ask } from '../model/question.ts';
import { closed } from '../model/session.ts';
import { useAttempt } from '../parts/attempt.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Empty } from '../parts/empty.tsx';
import { ErrorBox } from '../parts/error-box.tsx';
import { shortId, ShortId } from '../parts/short-id.tsx';
import { StopButton } from '../parts/stop-button.tsx';

export function ProcessList() {
  const attempt = useAttempt();
  const current = chosen.value;

  async function remove({ process, name, slot }: ProcessSummary): Promise<void> {
    const what = slot ? `its ${slot + 1} slots` : 'its only slot';
    const question = `Remove ${name || 'the process'} (${shortId(process)}) with ${what} and its state? It cannot be brought back.`;
    if (await ask(question, 'Remove')) await attempt.run(() => removeProcess(process));
  }

  return (
    <section aria-labelledby="processes-heading">
      <h2 id="processes-heading">Processes</h2>
      <div class="processes" role="radiogroup" aria-labelledby="processes-heading">
        {processes.value.map((process) => (
          <ProcessItem key={process.process} summary={process} checked={process.process === current?.process} />
        ))}
      </div>
      {closed.value !== undefined && <p class="reason">{closed.value}</p>}
      {closed.value === undefined && !current && (
        <Empty title="None yet">
          Choose an example below and press <strong>Run</strong>: it becomes a process with an id and a state of its
          own.
        </Empty>
      )}
      {current && (
        <div class="chosen">
          <output class="id" aria-label="Process id" data-testid="process-id">
            {current.process}
          </output>
          <div class="row">
            {current.computed < current.slot && <StopButton />}
            <CopyButton label="Copy id" text={() => current.process} />
            <button type="button" class="quiet danger" onClick={() => void remove(current)}>
              Remove …
            </button>
          </div>
        </div>
      )}
      <ErrorBox error={attempt.error.value} />
    </section>
  );
}

function ProcessItem({ summary, checked }: { summary: ProcessSummary; checked: boolean }) {
  const { process, name, slot, computed } = summary;
  return (
    <label>
      <input type="radio" name="process" value={process} checked={checked} onChange={() => choose(process)} />
      <span class="name">{name || 'unnamed'}</span>
      <ShortId id={process} />
      <span class="slot soft">{computed < slot ? `slot ${slot}, computing …` : `slot ${slot}`}</span>
    </label>
  );
}

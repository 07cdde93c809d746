/** Snapshot: one process or all as a file, and back. */
import { chosen, chosenId, refreshProcesses } from '../model/processes.ts';
import { closed, pocketbeam } from '../model/session.ts';
import { announce } from '../model/announce.ts';
import { useAttempt } from '../parts/attempt.ts';
import { ErrorBox } from '../parts/error-box.tsx';
import { download } from './download.ts';

export function SnapshotTab() {
  const attempt = useAttempt();
  async function save(process?: string): Promise<void> {
    const archive = await pocketbeam.peek()?.export(process);
    if (archive) download(archive, `${process ?? 'all'}.pocketbeam`);
  }
  async function open(file: File): Promise<void> {
    const imported = await pocketbeam.peek()?.import(new Uint8Array(await file.arrayBuffer()));
    if (!imported) return;
    await refreshProcesses(imported[0]);
    announce(`${imported.length} imported.`);
  }
  return (
    <section aria-labelledby="snapshot-heading">
      <h2 id="snapshot-heading">Snapshot</h2>
      <p class="hint">Schedule, results and the state at every slot, as one compressed file.</p>
      <fieldset disabled={closed.value !== undefined} aria-busy={attempt.busy.value}>
        <div class="row">
          <button
            type="button"
            disabled={chosenId.value === undefined}
            onClick={() => void attempt.run(() => save(chosenId.peek()))}
          >
            Export {chosen.value?.name || 'this process'}
          </button>
          <button type="button" onClick={() => void attempt.run(() => save())}>
            Export all
          </button>
        </div>
        <label class="field">
          <span>Import a file</span>
          <input
            type="file"
            accept=".pocketbeam"
            onChange={({ currentTarget: { files } }) => {
              const file = files?.[0];
              if (file) void attempt.run(() => open(file));
            }}
          />
        </label>
      </fieldset>
      <p class="reason">{closed.value}</p>
      <ErrorBox error={attempt.error.value} testId="snapshot-error" />
    </section>
  );
}

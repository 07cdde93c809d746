/** Snapshot: one process or all as a file, and back. */
import { chosen, chosenId } from '../model/processes.ts';
import { closed, pocketbeam } from '../model/session.ts';
import { announce } from '../model/announce.ts';
import { useAttempt } from '../parts/attempt.ts';
import { ErrorBox } from '../parts/error-box.tsx';
import { download } from './download.ts';
import { DropZone } from './drop-zone.tsx';
import { chosenFile, importAgain, imported, importing, importOne, remedyOf } from './import-file.ts';
import './snapshot.css';

export function SnapshotTab() {
  const exporting = useAttempt();
  async function save(process?: string): Promise<void> {
    const archive = await pocketbeam.peek()?.export(process);
    if (!archive) return;
    const name = `${process ?? 'all'}.pocketbeam`;
    download(archive, name);
    announce(`Exported to ${name}.`);
  }
  const error = importing.error.value;
  const remedy = chosenFile.value && remedyOf(error?.code);
  return (
    <section class="snapshot" aria-labelledby="snapshot-heading">
      <h2 id="snapshot-heading">Snapshot</h2>
      <p class="hint">
        Schedule, results and the state at every slot, as one compressed file: to keep, to move to another browser, or
        to attach to a bug report. It says who sent what, so take one only from people you trust.
      </p>
      <fieldset disabled={closed.value !== undefined} aria-busy={exporting.busy.value || importing.busy.value}>
        <div class="row">
          <button
            type="button"
            disabled={chosenId.value === undefined}
            onClick={() => void exporting.run(() => save(chosenId.peek()))}
          >
            Export {chosen.value?.name || 'this process'}
          </button>
          <button
            type="button"
            disabled={chosenId.value === undefined}
            onClick={() => void exporting.run(() => save())}
          >
            Export all
          </button>
        </div>
        <ErrorBox error={exporting.error.value} testId="export-error" />
        <DropZone
          label="Drop a .pocketbeam file here, or choose it"
          ending=".pocketbeam"
          onFiles={(files) => void importOne(files)}
        />
      </fieldset>
      <p class="reason">{closed.value}</p>
      <p class="hint" data-testid="imported">
        {imported.value}
      </p>
      <ErrorBox error={error && remedy ? { ...error, next: '' } : error} testId="snapshot-error">
        {remedy && (
          // In the place of the next step, which tells programs what to do.
          <div class="row">
            <button type="button" class="danger" onClick={() => void importAgain(remedy.allowed)}>
              {remedy.label}
            </button>
          </div>
        )}
      </ErrorBox>
    </section>
  );
}

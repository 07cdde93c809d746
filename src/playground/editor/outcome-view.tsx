/** What the last run gave, below the editor. */
import { files, program } from '../model/project.ts';
import { MAIN } from '../model/project-files.ts';
import { ErrorBox } from '../parts/error-box.tsx';
import { SlotResultView } from '../parts/slot-result.tsx';
import { goToLine } from './caret.ts';
import { outcome, running } from './run.ts';

export function OutcomeView() {
  const shown = outcome.value?.about === program.value.id ? outcome.value : undefined;
  const error = running.error.value ?? shown?.error;
  return (
    <>
      <ErrorBox error={error} id="run-error" testId="run-error">
        {error?.line !== undefined && <LineButton line={error.line} file={error.file} />}
      </ErrorBox>
      <div class="result" data-testid="run-result">
        {running.busy.value && !shown && <p class="hint">Running …</p>}
        {shown && <SlotResultView title={shown.title} result={shown.result} withoutError />}
      </div>
    </>
  );
}

function LineButton({ line, file = MAIN }: { line: number; file: string | undefined }) {
  if (!files.value.some(({ path }) => path === file)) return null;
  return (
    <button type="button" class="quiet" onClick={() => goToLine(line, file)}>
      Show line {line}
    </button>
  );
}

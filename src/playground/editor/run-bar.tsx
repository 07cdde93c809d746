/** The buttons that run the program. */
import { chosen } from '../model/processes.ts';
import { closed } from '../model/session.ts';
import { program } from '../model/project.ts';
import { TextField } from '../parts/fields.tsx';
import { StopButton } from '../parts/stop-button.tsx';
import { processName, running, runProgram, updateProcess } from './run.ts';

export function RunBar() {
  const submit = (event: Event): void => {
    event.preventDefault();
    void runProgram();
  };
  return (
    <form class="run-bar" onSubmit={submit} aria-busy={running.busy.value}>
      <fieldset class="row" disabled={closed.value !== undefined} aria-describedby="run-reason">
        <TextField label="Process name" value={processName} placeholder={`Name: ${program.value.id}`} quiet grow />
        {running.busy.value && <StopButton />}
        {chosen.value && <UpdateButton />}
        <button type="submit" class="primary" aria-keyshortcuts="Control+Enter Meta+Enter">
          Run
        </button>
      </fieldset>
      <p class="reason" id="run-reason">
        {closed.value}
      </p>
    </form>
  );
}

/** Hot reload: the process that is chosen, whatever program it was made of. */
function UpdateButton() {
  const name = chosen.value?.name || 'unnamed';
  return (
    <button
      type="button"
      title={`Runs the files in ${name}: handlers become the new ones, what it remembers stays.`}
      onClick={() => void updateProcess()}
    >
      Update running process
    </button>
  );
}

/** Prints and errors of the chosen process, slot by slot, and the prompt. */
import { Log } from './log.tsx';
import { clearConsole } from './output.ts';
import { PromptForm } from './prompt-form.tsx';
import './console.css';

export function ConsoleTab() {
  return (
    <section class="console" aria-labelledby="console-heading">
      <div class="heading">
        <h2 id="console-heading">Console</h2>
        <button type="button" class="quiet" onClick={clearConsole}>
          Clear
        </button>
      </div>
      <Log />
      <PromptForm />
    </section>
  );
}

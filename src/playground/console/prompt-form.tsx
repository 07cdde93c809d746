/** `aos>`: Lua and commands, and the keys that bring back what was typed before. */
import { useRef } from 'preact/hooks';
import { kept } from '../model/kept.ts';
import { closed } from '../model/session.ts';
import { useAttempt } from '../parts/attempt.ts';
import { ErrorBox } from '../parts/error-box.tsx';
import { Form } from '../parts/form.tsx';
import { recall, type Recall } from './history.ts';
import { otherProcess, promptName, PROMPT_NAME, where, WHERE } from './prompt-process.ts';
import { history, runFile, runInput } from './run-input.ts';

const typed = kept('prompt');
let recalled: Recall = { at: 0, draft: '' };
const MAX_ROWS = 8;

export function PromptForm() {
  const attempt = useAttempt();
  const field = useRef<HTMLTextAreaElement>(null);
  async function run(): Promise<void> {
    const text = typed.value;
    recalled = { at: 0, draft: '' };
    await runInput(text);
    // Only what has run is taken away, and only if nothing else was typed meanwhile.
    if (typed.value === text) typed.value = '';
  }
  function key(event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }): void {
    const { currentTarget: box } = event;
    if (event.isComposing || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      box.form?.requestSubmit();
    } else if (event.key === 'ArrowUp' && !box.value.slice(0, box.selectionStart).includes('\n')) bring(event, 1);
    else if (event.key === 'ArrowDown' && !box.value.slice(box.selectionEnd).includes('\n')) bring(event, -1);
  }
  function bring(event: KeyboardEvent, step: 1 | -1): void {
    const found = recall(history.peek(), recalled, typed.peek(), step);
    if (!found) return;
    event.preventDefault();
    recalled = found.now;
    typed.value = found.text;
    requestAnimationFrame(() => field.current?.setSelectionRange(found.text.length, found.text.length));
  }
  return (
    <>
      <Form attempt={attempt} onSubmit={run} reason={closed.value} class="prompt">
        <div class="row">
          <Where />
          <textarea
            ref={field}
            class="code grow"
            rows={Math.min(typed.value.split('\n').length, MAX_ROWS)}
            aria-label="Lua prompt"
            aria-describedby="prompt-hint"
            placeholder={otherProcess.value ? 'Balances' : 'MyProcess = spawn(MyModule)'}
            value={typed.value}
            onInput={(event) => (typed.value = event.currentTarget.value)}
            onKeyDown={key}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
          />
          <button type="submit">Evaluate</button>
        </div>
        <div class="row">
          <p class="hint grow" id="prompt-hint">
            {promptName.value === PROMPT_NAME
              ? 'Runs in prompt, a process of your own. Type .help for more.'
              : `Runs in ${promptName.value}, as its owner. Type .help for more.`}
          </p>
          <FileButton onFile={(file) => void attempt.run(() => runFile(file))} />
        </div>
      </Form>
      <ErrorBox error={attempt.error.value} testId="prompt-error" />
    </>
  );
}

/** Which process it runs in, as the name before the `>`. */
function Where() {
  const other = otherProcess.value;
  return (
    <label class="code where">
      <select
        aria-label="Prompt of"
        value={other ? where.value : 'own'}
        onChange={({ currentTarget: { value } }) => {
          where.value = WHERE.find((known) => known === value) ?? 'own';
        }}
      >
        <option value="own">aos</option>
        {other && <option value="chosen">{other.name || 'unnamed'}</option>}
      </select>
      &gt;
    </label>
  );
}

/** Loads a file of this machine. */
function FileButton({ onFile }: { onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".lua,text/plain"
        hidden
        aria-label="Lua file"
        onChange={({ currentTarget: box }) => {
          const file = box.files?.[0];
          if (file) onFile(file);
          // The same file again is a change, too.
          box.value = '';
        }}
      />
      <button type="button" class="quiet" onClick={() => input.current?.click()}>
        Load a file …
      </button>
    </>
  );
}

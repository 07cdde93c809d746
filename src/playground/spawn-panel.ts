import { byId, el } from './dom.ts';
import { errorBox } from './error-box.ts';
import { gate } from './gate.ts';
import { slotErrorWords } from './error-words.ts';
import { submitWithModEnter } from './mod-enter.ts';
import { keep } from './saved.ts';
import { slotResultNodes } from './slot-result.ts';
import type { SourceField } from './source-field.ts';
import { whileBusy } from './while-busy.ts';
import type { Workspace } from './workspace.ts';

/** Spawn: the source becomes a process, what its slot 0 said stands below. */
export function spawnPanel(workspace: Workspace, source: SourceField): void {
  const form = byId('spawn-form', HTMLFormElement);
  const name = byId('spawn-name', HTMLInputElement);
  const result = byId('spawn-result', HTMLElement);
  const errors = errorBox(byId('spawn-error', HTMLElement));
  const { pocketbeam } = workspace;

  /** Which program the result is about. */
  let about = source.name;

  async function spawn(): Promise<void> {
    source.markFaulty(false);
    about = source.name;
    const called = name.value.trim() || source.name;
    const process = await pocketbeam.spawn({ source: source.text, name: called });
    // The process exists even when its source has an error.
    await workspace.refresh(process);
    const slot = await pocketbeam.result({ process, slot: 0 });
    workspace.computed(process, 0);
    const { error, ...rest } = slot;
    result.replaceChildren(...slotResultNodes(`Spawned ${called}`, rest));
    if (error) {
      result.replaceChildren();
      source.markFaulty(true);
      const words = slotErrorWords(error);
      errors.show(words, ...(words.line === undefined ? [] : [lineButton(words.line)]));
    }
  }

  function lineButton(line: number): HTMLElement {
    const button = el('button', { type: 'button', class: 'quiet' }, `Show line ${line}`);
    button.addEventListener('click', () => source.showLine(line));
    return button;
  }

  source.onChange(() => {
    if (source.name === about) return;
    source.markFaulty(false);
    errors.clear();
    result.replaceChildren();
  });
  form.addEventListener('submit', () => void whileBusy(form, () => errors.attempt(spawn)));
  submitWithModEnter(byId('source', HTMLTextAreaElement), form);
  submitWithModEnter(name, form);
  gate(form, undefined);
}

/** The name field works before there is anything to spawn with. */
export function prepareSpawnName(source: SourceField): void {
  const name = byId('spawn-name', HTMLInputElement);
  keep(name);
  const show = (): void => {
    name.placeholder = source.name;
  };
  source.onChange(show);
  show();
  if (/Mac|iPhone|iPad/.test(navigator.userAgent)) byId('spawn-key', HTMLElement).textContent = '⌘';
}

/** Prints and errors of the chosen process, slot by slot, and a Lua prompt. */
import { coalesce } from './coalesce.ts';
import { linesOf, type ConsoleLine } from './console-lines.ts';
import { byId, el, setText } from './dom.ts';
import { errorBox } from './error-box.ts';
import { errorWords, oneLine } from './error-words.ts';
import { gate } from './gate.ts';
import { Ring } from './ring.ts';
import { keep, save } from './saved.ts';
import { whileBusy } from './while-busy.ts';
import type { Workspace } from './workspace.ts';

const MAX_LINES = 1_000;
/** Older slots than these are not fetched for their prints: when a process is chosen, or when slots rush by. */
const MAX_BEHIND = 50;

interface Output {
  lines: Ring<ConsoleLine>;
  /** The next slot to print. */
  next: number | undefined;
}

export function consolePanel(workspace: Workspace): void {
  const { pocketbeam } = workspace;
  const log = byId('log', HTMLElement);
  const form = byId('prompt-form', HTMLFormElement);
  const prompt = byId('prompt', HTMLInputElement);
  const errors = errorBox(byId('prompt-error', HTMLElement));
  const outputs = new Map<string, Output>();

  function outputOf(process: string): Output {
    let output = outputs.get(process);
    if (!output) outputs.set(process, (output = { lines: new Ring(MAX_LINES), next: undefined }));
    return output;
  }

  function print(process: string, lines: readonly ConsoleLine[]): void {
    if (!lines.length) return;
    outputOf(process).lines.push(...lines);
    if (workspace.chosen?.process !== process) return;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 8;
    if (log.classList.contains('empty')) showAll(process);
    else log.append(...lines.slice(-MAX_LINES).map(lineNode));
    while (log.childElementCount > MAX_LINES) log.firstElementChild?.remove();
    if (atEnd) log.scrollTop = log.scrollHeight;
  }

  function showAll(process: string | undefined): void {
    const items = process === undefined ? [] : outputOf(process).lines.items;
    log.classList.toggle('empty', !items.length);
    log.replaceChildren(...items.map(lineNode));
    if (!items.length) setText(log, 'What the process prints, and its errors, appear here.');
    log.scrollTop = log.scrollHeight;
  }

  /** Prints the slots computed since the last time. */
  const follow = coalesce(async () => {
    const { chosen } = workspace;
    if (!chosen) return;
    const { process, computed } = chosen;
    const output = outputOf(process);
    const from = Math.max(output.next ?? 0, computed - MAX_BEHIND + 1);
    if (output.next !== undefined && from > output.next) {
      const text = `slots ${output.next} to ${from - 1} went by too fast to print`;
      print(process, [{ kind: 'note', text }]);
    }
    for (let slot = from; slot <= computed; slot++) {
      output.next = slot + 1;
      try {
        print(process, linesOf(await pocketbeam.result({ process, slot })));
      } catch (error) {
        if (!workspace.processes.some((known) => known.process === process)) return;
        print(process, [{ kind: 'error', slot, text: oneLine(errorWords(error)) }]);
      }
    }
  });

  async function run(): Promise<void> {
    const process = workspace.chosen?.process;
    const code = prompt.value;
    if (process === undefined || !code.trim()) return;
    print(process, [{ kind: 'input', text: code }]);
    const { slot } = await pocketbeam.eval({ process, code });
    // Only what has run is taken away, and only if nothing else was typed meanwhile.
    if (prompt.value === code) save(prompt.id, (prompt.value = ''));
    workspace.computed(process, slot);
  }

  form.addEventListener('submit', () => void whileBusy(form, () => errors.attempt(run)));
  byId('clear-console', HTMLButtonElement).addEventListener('click', () => {
    const process = workspace.chosen?.process;
    if (process !== undefined) outputOf(process).lines.clear();
    showAll(process);
  });
  keep(prompt);
  workspace.onList(() => {
    const known = new Set(workspace.processes.map(({ process }) => process));
    for (const process of outputs.keys()) if (!known.has(process)) outputs.delete(process);
    void follow();
  });
  workspace.onChoice((process) => {
    gate(form, process === undefined ? 'Spawn a process first, then Lua can be run in it.' : undefined);
    errors.clear();
    showAll(process);
    void follow();
  });
}

function lineNode({ kind, slot, text }: ConsoleLine): HTMLElement {
  const label = slot === undefined ? (kind === 'input' ? '>' : '') : String(slot);
  const title = slot === undefined ? undefined : `Slot ${slot}`;
  return el('div', { class: `line ${kind}` }, el('span', { class: 'slot', title }, label), el('span', {}, text));
}

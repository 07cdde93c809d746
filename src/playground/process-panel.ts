/** The list of processes, and what can be done with the chosen one. */
import type { ProcessSummary } from 'pocketbeam';
import { byId, el, setText } from './dom.ts';
import { errorBox } from './error-box.ts';
import type { Workspace } from './workspace.ts';

interface Item {
  item: HTMLElement;
  radio: HTMLInputElement;
  slot: HTMLElement;
}

export function processPanel(workspace: Workspace): void {
  const list = byId('process-list', HTMLElement);
  const errors = errorBox(byId('processes-error', HTMLElement));
  const copied = byId('copied', HTMLElement);
  const id = byId('process-id', HTMLOutputElement);
  /** Kept from one list to the next, so that the focus stays where it is. */
  let items = new Map<string, Item>();

  function make({ process, name }: ProcessSummary): Item {
    const radio = el('input', { type: 'radio', name: 'process', value: process });
    radio.addEventListener('change', () => workspace.choose(process));
    const slot = el('span', { class: 'hint' });
    const short = el('span', { class: 'code hint', title: process }, `${process.slice(0, 6)}…${process.slice(-4)}`);
    return { radio, slot, item: el('label', {}, radio, el('span', { class: 'name' }, name || 'unnamed'), short, slot) };
  }

  function render(): void {
    const { processes, chosen } = workspace;
    const before = items;
    items = new Map(processes.map((process) => [process.process, before.get(process.process) ?? make(process)]));
    for (const { process, slot, computed } of processes) {
      const item = items.get(process);
      if (!item) continue;
      setText(item.slot, computed < slot ? `slot ${slot}, computing …` : `slot ${slot}`);
      item.radio.checked = process === chosen?.process;
    }
    if ([...before.keys()].join() !== [...items.keys()].join())
      list.replaceChildren(...[...items.values()].map(({ item }) => item));
    setText(
      byId('processes-reason', HTMLElement),
      processes.length
        ? ''
        : 'None yet. Spawn the program above: it becomes a process with an id and a state of its own.',
    );
    byId('chosen', HTMLElement).hidden = !chosen;
    setText(id, chosen?.process ?? '');
  }

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(id.value);
      copied.textContent = 'Copied.';
    } catch {
      getSelection()?.selectAllChildren(id);
      copied.textContent = 'The browser does not let this page copy. The id is selected: copy it with the keyboard.';
    }
  }

  byId('copy-id', HTMLButtonElement).addEventListener('click', () => void copy());
  byId('remove', HTMLButtonElement).addEventListener('click', () => {
    const { chosen } = workspace;
    if (!chosen) return;
    ask(chosen, async () => {
      await errors.attempt(() => workspace.pocketbeam.remove(chosen.process));
      await workspace.refresh();
    });
  });
  workspace.onList(render);
  workspace.onChoice(() => {
    copied.textContent = '';
    errors.clear();
    render();
  });
}

function ask({ process, name, slot }: ProcessSummary, remove: () => Promise<void>): void {
  const dialog = byId('remove-dialog', HTMLDialogElement);
  const what = slot ? `its ${slot + 1} slots` : 'its only slot';
  byId('remove-question', HTMLElement).textContent =
    `Remove ${name || 'the process'} (${process.slice(0, 6)}…) with ${what} and its state? It cannot be brought back.`;
  dialog.returnValue = '';
  dialog.addEventListener('close', () => void (dialog.returnValue === 'remove' && remove()), { once: true });
  dialog.showModal();
}

import { byId, el } from './dom.ts';
import { errorBox } from './error-box.ts';
import { gate } from './gate.ts';
import { submitWithModEnter } from './mod-enter.ts';
import { actionsIn } from './program.ts';
import { slotResultNodes } from './slot-result.ts';
import type { SourceField } from './source-field.ts';
import type { TagRows } from './tag-rows.ts';
import { collectTags } from './tags.ts';
import { whileBusy } from './while-busy.ts';
import type { Workspace } from './workspace.ts';

/** Send message: tags and data go to the chosen process, what its slot gave stands below. */
export function messagePanel(workspace: Workspace, tagRows: TagRows): void {
  const form = byId('message-form', HTMLFormElement);
  const action = byId('action', HTMLInputElement);
  const data = byId('data', HTMLTextAreaElement);
  const result = byId('message-result', HTMLElement);
  const errors = errorBox(byId('message-error', HTMLElement));
  const { pocketbeam } = workspace;

  async function send(): Promise<void> {
    const process = workspace.chosen?.process;
    if (process === undefined) return;
    const collected = collectTags(action.value, tagRows.rows);
    if ('problem' in collected) {
      errors.show({ message: collected.problem, code: 'bad-tag' });
      tagRows.focus(collected.row);
      return;
    }
    result.replaceChildren(el('p', { class: 'hint' }, 'Sending …'));
    try {
      const { slot, id } = await pocketbeam.message({ process, tags: collected.tags, data: data.value });
      result.replaceChildren(el('p', { class: 'hint' }, `Took slot ${slot}, computing …`));
      const given = await pocketbeam.result({ process, slot });
      workspace.computed(process, slot);
      const shortId = el('span', { class: 'code hint', title: id }, ` ${id.slice(0, 6)}…${id.slice(-4)}`);
      result.replaceChildren(...slotResultNodes(`Slot ${slot}`, given, shortId));
    } catch (error) {
      result.replaceChildren();
      throw error;
    }
  }

  form.addEventListener('submit', () => void whileBusy(form, () => errors.attempt(send)));
  submitWithModEnter(data, form);
  workspace.onChoice((process) => {
    gate(form, process === undefined ? 'Spawn a process first, then it can get messages.' : undefined);
    errors.clear();
    result.replaceChildren();
  });
}

/** Offers the names of the program's handlers where an action is typed. */
export function suggestActions(source: SourceField): void {
  const suggest = (): void => {
    const names = actionsIn(source.text);
    byId('actions', HTMLDataListElement).replaceChildren(...names.map((value) => el('option', { value })));
    byId('action', HTMLInputElement).placeholder = names.at(0) ?? 'PublishData';
  };
  source.onChange(suggest);
  suggest();
}

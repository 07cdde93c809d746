/** The rows of tag fields in the message form. */
import { byId, el } from './dom.ts';
import { load, save } from './saved.ts';
import type { TagRow } from './tags.ts';

export interface TagRows {
  readonly rows: TagRow[];
  /** Moves to the name field of a row. */
  focus(row: number): void;
}

const SAVED = 'tags';

export function createTagRows(): TagRows {
  const group = byId('tags', HTMLElement);
  const add = byId('add-tag', HTMLButtonElement);

  const rows = (): TagRow[] =>
    [...group.children].map((row) => {
      const [name, value] = row.querySelectorAll('input');
      return { name: name?.value ?? '', value: value?.value ?? '' };
    });
  const keepRows = (): void => save(SAVED, JSON.stringify(rows()));

  function append({ name, value }: TagRow): HTMLInputElement {
    const nameField = el('input', { autocomplete: 'off', spellcheck: 'false', placeholder: 'Name', value: name });
    const valueField = el('input', { autocomplete: 'off', spellcheck: 'false', placeholder: 'Value', value });
    const remove = el('button', { type: 'button', class: 'quiet' }, '×');
    const row = el('div', { class: 'row tag', role: 'group' }, nameField, valueField, remove);
    remove.addEventListener('click', () => {
      row.remove();
      label();
      keepRows();
      add.focus();
    });
    group.append(row);
    label();
    return nameField;
  }

  /** Names carry the number of their row, which changes when one above goes. */
  function label(): void {
    for (const [i, row] of [...group.children].entries()) {
      const [name, value] = row.querySelectorAll('input');
      name?.setAttribute('aria-label', `Tag ${i + 1} name`);
      value?.setAttribute('aria-label', `Tag ${i + 1} value`);
      row.querySelector('button')?.setAttribute('aria-label', `Remove tag ${i + 1}`);
      row.setAttribute('aria-label', `Tag ${i + 1}`);
    }
  }

  group.addEventListener('input', keepRows);
  add.addEventListener('click', () => append({ name: '', value: '' }).focus());
  for (const row of savedRows()) append(row);

  return {
    get rows() {
      return rows();
    },
    focus: (row) => group.children[row]?.querySelector('input')?.focus(),
  };
}

function savedRows(): TagRow[] {
  try {
    const saved: unknown = JSON.parse(load(SAVED) ?? '[]');
    return Array.isArray(saved) ? saved.filter(isTagRow) : [];
  } catch {
    return [];
  }
}

function isTagRow(item: unknown): item is TagRow {
  const { name, value } = (item ?? {}) as Partial<TagRow>;
  return typeof name === 'string' && typeof value === 'string';
}

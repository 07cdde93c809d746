/** The Lua source: the menu of programs, a draft for each of them, line numbers, and the Tab key. */
import { byId, el, setText } from './dom.ts';
import { examples } from './examples.ts';
import type { Program } from './program.ts';
import { load, save } from './saved.ts';

export interface SourceField {
  readonly text: string;
  /** What the process is called unless somebody says otherwise. */
  readonly name: string;
  /** Marks the source as faulty or not, for assistive technology. */
  markFaulty(faulty: boolean): void;
  /** Selects a line, from 1, and moves there. */
  showLine(line: number): void;
  onChange(listener: () => void): void;
}

const INDENT = '  ';
const MENU = 'program';

/** The entry for what is nobody's example. `default` is how aos names a process. */
const own: Program = {
  id: 'default',
  title: 'My own program',
  about: 'Empty, for what you write or paste.',
  source: '',
};
const programs = [...examples, own];

export function createSourceField(): SourceField {
  const field = byId('source', HTMLTextAreaElement);
  const menu = byId('program-menu', HTMLSelectElement);
  const restore = byId('restore', HTMLButtonElement);
  const listeners: (() => void)[] = [];
  let program = programs.find(({ id }) => id === load(MENU)) ?? programs[0] ?? own;

  menu.append(...programs.map(({ id, title }) => el('option', { value: id }, title)));
  menu.value = program.id;

  const draftName = (): string => `source:${program.id}`;

  function changed(): void {
    const edited = field.value !== program.source;
    save(draftName(), edited ? field.value : undefined);
    restore.hidden = !edited || program === own;
    numberLines(field);
    for (const listener of listeners) listener();
  }

  function open(): void {
    setText(byId('about', HTMLElement), program.about);
    field.value = load(draftName()) ?? program.source;
    field.scrollTop = 0;
    changed();
  }

  menu.addEventListener('change', () => {
    program = programs.find(({ id }) => id === menu.value) ?? own;
    save(MENU, program.id);
    open();
  });
  restore.addEventListener('click', () => {
    field.focus();
    field.select();
    insert(field, program.source);
    // The button is gone now, and the caret belongs to the start.
    field.setSelectionRange(0, 0);
  });
  field.addEventListener('input', changed);
  field.addEventListener('scroll', () => scrollGutter(field));
  indentWithTab(field);
  open();

  return {
    get text() {
      return field.value;
    },
    get name() {
      return program.id;
    },
    markFaulty: (faulty) => field.setAttribute('aria-invalid', String(faulty)),
    showLine(line) {
      const lines = field.value.split('\n');
      const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
      field.focus();
      field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
      const lineHeight = parseFloat(getComputedStyle(field).lineHeight);
      field.scrollTop = Math.max(0, (line - 4) * lineHeight);
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

/** Replaces the selection. The command is old, but the only way that leaves the field's own undo intact. */
function insert(field: HTMLTextAreaElement, text: string): void {
  if (document.execCommand(text ? 'insertText' : 'delete', false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new Event('input'));
}

/** Tab writes spaces; after Esc it moves on as everywhere, so that the keyboard is not caught in the field. */
function indentWithTab(field: HTMLTextAreaElement): void {
  let leaving = false;
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') leaving = true;
    else if (event.key !== 'Tab') leaving &&= event.key === 'Shift';
    else if (!leaving && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      insert(field, INDENT);
    }
  });
  field.addEventListener('blur', () => {
    leaving = false;
  });
}

function numberLines(field: HTMLTextAreaElement): void {
  const count = field.value.split('\n').length;
  setText(byId('gutter', HTMLElement), Array.from({ length: count }, (_, i) => i + 1).join('\n'));
  scrollGutter(field);
}

function scrollGutter(field: HTMLTextAreaElement): void {
  byId('gutter', HTMLElement).scrollTop = field.scrollTop;
}

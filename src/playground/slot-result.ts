/** What a slot gave, for people: the error, the output, what was sent. */
import { diagnosticText, type Plain, type SlotResult } from 'pocketbeam';
import { stripAnsi } from './ansi.ts';
import { el } from './dom.ts';
import { errorNodes } from './error-box.ts';
import { slotErrorWords } from './error-words.ts';
import { messageLine } from './message-line.ts';
import { jsonText, shorten } from './value-text.ts';

const MAX_OUTPUT = 20_000;
const MAX_MESSAGE = 20_000;
const MAX_LISTED = 50;

/** @param title begins the first line, such as `Slot 3`. */
export function slotResultNodes(title: string, result: SlotResult, ...more: Node[]): Node[] {
  const { output, error, messages, spawns, assignments, diagnostics = [] } = result;
  const nodes: Node[] = [el('p', { class: 'title' }, el('strong', {}, title), ...more)];
  if (error)
    nodes.push(el('div', { class: 'error', 'data-testid': 'slot-error' }, ...errorNodes(slotErrorWords(error))));
  const text = stripAnsi(output.data).trimEnd();
  if (text)
    nodes.push(el('pre', { class: 'output', 'data-testid': 'output', tabindex: '0' }, shorten(text, MAX_OUTPUT)));
  nodes.push(...sent('message', messages), ...sent('spawn', spawns), ...sent('assignment', assignments));
  for (const code of diagnostics)
    nodes.push(el('p', { class: 'portability', 'data-testid': 'diagnostic' }, diagnosticText(code)));
  if (nodes.length === 1) nodes.push(el('p', { class: 'hint' }, 'No output, nothing sent.'));
  return nodes;
}

function sent(what: string, items: readonly Plain[]): Node[] {
  if (!items.length) return [];
  const count = items.length === 1 ? `1 ${what}` : `${items.length} ${what}s`;
  const list = el('ul', { class: 'sent' }, ...items.slice(0, MAX_LISTED).map((item) => el('li', {}, oneSent(item))));
  if (items.length > MAX_LISTED) list.append(el('li', { class: 'hint' }, `… and ${items.length - MAX_LISTED} more`));
  return [el('p', { class: 'hint' }, `${count} out:`), list];
}

function oneSent(item: Plain): HTMLElement {
  return el(
    'details',
    {},
    el('summary', {}, messageLine(item)),
    el('pre', { tabindex: '0' }, jsonText(item, { indent: 2, limit: MAX_MESSAGE })),
  );
}

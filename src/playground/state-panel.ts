/** The cache of the chosen process, live. */
import type { Plain } from 'pocketbeam';
import { coalesce } from './coalesce.ts';
import { byId, el, setText } from './dom.ts';
import { errorBox } from './error-box.ts';
import { errorWords } from './error-words.ts';
import { cachePath, isAddressable, scoped } from './paths.ts';
import { kindOf, shorten, valueText } from './value-text.ts';
import type { Workspace } from './workspace.ts';

const MAX_KEYS = 200;
const MAX_VALUE = 160;
const MAX_KEY = 120;

const EMPTY =
  "Nothing under cache yet. The program puts values here with Send({ Target = ao.id, device = 'patch@1.0', cache = { mykey = 'my value' } }).";

interface Row {
  row: HTMLTableRowElement;
  value: HTMLElement;
  kind: HTMLElement;
}

export function statePanel(workspace: Workspace): void {
  const { pocketbeam } = workspace;
  const table = byId('state-keys', HTMLElement);
  const body = byId('state-rows', HTMLTableSectionElement);
  const errors = errorBox(byId('state-error', HTMLElement));
  const say = (id: string, text: string): void => setText(byId(id, HTMLElement), text);
  /** Kept while their process is chosen, so that the focus stays on a link. */
  let rows = new Map<string, Row>();

  function make(process: string, key: string): Row {
    const href = scoped(cachePath(process, key), pocketbeam.scope);
    const name = shorten(key, MAX_KEY);
    const shown = isAddressable(key)
      ? el('a', { href, target: '_blank', rel: 'noopener' }, name)
      : el('span', { title: 'A path cannot name this key: read it as part of the whole cache.' }, name);
    const value = el('td', { class: 'value' });
    const kind = el('td', { class: 'kind' });
    const row = el('tr', {}, el('th', { scope: 'row' }, shown), value, kind);
    return { row, value, kind };
  }

  function show(process: string, cache: Plain | undefined, slot: number | undefined): void {
    const entries = entriesOf(cache);
    const before = rows;
    rows = new Map(entries.slice(0, MAX_KEYS).map(([key]) => [key, before.get(key) ?? make(process, key)]));
    for (const [key, value] of entries.slice(0, MAX_KEYS)) {
      const row = rows.get(key);
      if (!row) continue;
      setText(row.value, valueText(value, { limit: MAX_VALUE }));
      setText(row.kind, kindOf(value));
    }
    if (before.size !== rows.size || [...rows.values()].some(({ row }, i) => body.rows[i] !== row))
      body.replaceChildren(...[...rows.values()].map(({ row }) => row));
    table.hidden = !entries.length;
    const count = entries.length === 1 ? '1 key' : `${entries.length} keys`;
    say('state-summary', slot === undefined ? count : `${count} at slot ${slot}`);
    say('state-more', entries.length > MAX_KEYS ? `The first ${MAX_KEYS} of ${entries.length} keys are shown.` : '');
    say('state-reason', entries.length ? '' : EMPTY);
  }

  function clear(): void {
    rows = new Map();
    body.replaceChildren();
    table.hidden = true;
    say('state-summary', '');
    say('state-more', '');
    errors.clear();
  }

  const refresh = coalesce(async () => {
    const process = workspace.chosen?.process;
    if (process === undefined) return;
    try {
      const slotPath = `/${process}~process@1.0/compute/at-slot`;
      const [cache, slot] = await Promise.all([pocketbeam.read(cachePath(process)), pocketbeam.read(slotPath)]);
      // Another choice meanwhile has its own refresh waiting.
      if (workspace.chosen?.process !== process) return;
      errors.clear();
      show(process, cache, typeof slot === 'number' ? slot : undefined);
    } catch (error) {
      if (workspace.chosen?.process === process) errors.show(errorWords(error));
      // Perhaps it was removed in another tab.
      await workspace.refresh().catch(() => undefined);
    }
  });

  workspace.onSlot(() => void refresh());
  workspace.onChoice((process) => {
    clear();
    say('state-reason', process === undefined ? 'Spawn a process to see what it patches into its cache.' : 'Reading …');
    void refresh();
  });
}

/** Entries by key; a list counts from 1, as Lua and HyperPATHs do. Keys are sorted, with numbers in their order. */
function entriesOf(cache: Plain | undefined): [string, Plain][] {
  if (cache === null || typeof cache !== 'object') return [];
  if (Array.isArray(cache)) return cache.map((value, i) => [String(i + 1), value]);
  return Object.entries(cache).sort(([a], [b]) => order.compare(a, b));
}

const order = new Intl.Collator('en', { numeric: true });

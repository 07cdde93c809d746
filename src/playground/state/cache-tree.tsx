/** The cache as a tree: the arrow keys move, open and close, as the ARIA Authoring Practices describe it. */
import { useMemo } from 'preact/hooks';
import { pocketbeam } from '../model/session.ts';
import { cachePath, isAddressable, scoped } from '../text/paths.ts';
import { kindOf, shorten, valueText } from '../text/value-text.ts';
import { cache } from './cache.ts';
import { isBranch, sizeOf } from './entries.ts';
import { chooseLine, chosenIndex, rows, toggleLine } from './selection.ts';
import { afterKey, pathOf, type TreeRow } from './tree.ts';
import { LINE, useVirtualList } from './virtual-list.ts';

const MAX_VALUE = 160;
const MAX_KEY = 120;
/** A map of more entries than this is shown by their number alone. */
const MAX_PREVIEW = 1_000;

export function CacheTree() {
  const all = rows.value;
  const list = useVirtualList(all.length);
  const chosen = chosenIndex.value;
  function key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = afterKey(event.key, all, chosen, list.page);
    if (!move) return;
    event.preventDefault();
    if ('toggle' in move) toggleLine(move.toggle);
    else {
      chooseLine(all[move.to]);
      list.show(move.to);
    }
  }
  return (
    <div
      class="cache-lines"
      role="tree"
      aria-label="Cache"
      tabIndex={0}
      aria-activedescendant={list.indexes.includes(chosen) ? lineId(chosen) : undefined}
      ref={list.box}
      onScroll={list.onScroll}
      onKeyDown={key}
    >
      <div class="cache-space" role="presentation" style={`height: ${all.length * LINE}px`}>
        {list.indexes.map((index) => {
          const row = all[index];
          return row && <Line key={row.id} row={row} index={index} chosen={index === chosen} />;
        })}
      </div>
    </div>
  );
}

const lineId = (index: number): string => `cache-line-${index}`;

function Line({ row, index, chosen }: { row: TreeRow; index: number; chosen: boolean }) {
  const shown = cache.value;
  const name = shorten(row.key, MAX_KEY);
  const path = pathOf(row);
  const touched = shown?.touched;
  // Another name begins the animation again; a line that is drawn later, by scrolling, comes into the middle of it.
  const flash = touched?.ids.has(row.id) ? `touched-${touched.odd ? 'odd' : 'even'}` : '';
  const begun = useMemo(() => (touched?.at ?? 0) - performance.now(), [touched]);
  const press = (): void => {
    chooseLine(row);
    toggleLine(row);
  };
  return (
    <div
      class={`cache-line ${flash}`}
      role="treeitem"
      id={lineId(index)}
      aria-level={row.level}
      aria-posinset={row.at}
      aria-setsize={row.of}
      aria-expanded={row.open}
      aria-selected={chosen}
      style={`top: ${index * LINE}px; padding-left: ${row.level - 1}rem; animation-delay: ${Math.round(begun)}ms`}
      onClick={press}
    >
      <span class="twist" aria-hidden="true">
        {row.open !== undefined && '▸'}
      </span>
      <span class="key">{name}</span>
      <span class={`value ${typeof row.value}`}>{preview(row)}</span>
      {isBranch(row.value) && <span class="kind">{kindOf(row.value, sizeOf)}</span>}
      {shown && path.every(isAddressable) && (
        <a
          href={scoped(cachePath(shown.process, ...path), pocketbeam.value?.scope ?? '/')}
          target="_blank"
          rel="noopener"
          tabIndex={-1}
          aria-label={`Open ${name} in a tab`}
          title="Open in a tab"
          onClick={(event) => event.stopPropagation()}
        >
          ↗
        </a>
      )}
    </div>
  );
}

function preview({ value, open }: TreeRow): string {
  if (open || (isBranch(value) && sizeOf(value) > MAX_PREVIEW)) return '';
  return valueText(value, { limit: MAX_VALUE });
}

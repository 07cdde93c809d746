/** What is another in the slot that is looked at than in the one it is compared with. */
import { valueText } from '../text/value-text.ts';
import { KINDS, type Difference, type Differences } from './differences.ts';
import { pathId } from './entries.ts';
import { LINE, useVirtualList } from './virtual-list.ts';

const MAX_VALUE = 80;
const SIGNS = { added: '+', removed: '−', changed: '±' } as const;

export function DifferenceList({ found }: { found: Differences }) {
  const list = useVirtualList(found.list.length);
  const unlisted = KINDS.reduce((sum, kind) => sum + found.counts[kind], 0) - found.list.length;
  return (
    <>
      <p class="hint" role="status" data-testid="difference-summary">
        {KINDS.map((kind) => `${found.counts[kind].toLocaleString('en')} ${kind}`).join(', ')}
        {unlisted > 0 && `; the first ${found.list.length.toLocaleString('en')} are listed`}
      </p>
      {found.list.length > 0 && (
        <div
          class="cache-lines"
          role="region"
          aria-label="Differences"
          tabIndex={0}
          ref={list.box}
          onScroll={list.onScroll}
        >
          <ul class="cache-space" style={`height: ${found.list.length * LINE}px`}>
            {list.indexes.map((index) => {
              const one = found.list[index];
              return one && <Line key={pathId(one.path)} one={one} top={index * LINE} />;
            })}
          </ul>
        </div>
      )}
    </>
  );
}

function Line({ one: { kind, path, before, after }, top }: { one: Difference; top: number }) {
  return (
    <li class={`cache-line ${kind}`} style={`top: ${top}px`}>
      <span class="sign" aria-label={kind} role="img" title={kind}>
        {SIGNS[kind]}
      </span>
      <span class="key">{path.length ? path.join(' / ') : 'cache'}</span>
      <span class="value">
        {before !== undefined && <del>{valueText(before, { limit: MAX_VALUE })}</del>}
        {kind === 'changed' && ' → '}
        {after !== undefined && <ins>{valueText(after, { limit: MAX_VALUE })}</ins>}
      </span>
    </li>
  );
}

/** The cache of the chosen process: live, or as a slot has left it behind. */
import { chosenId } from '../model/processes.ts';
import { Empty } from '../parts/empty.tsx';
import { ErrorBox } from '../parts/error-box.tsx';
import { TextField } from '../parts/fields.tsx';
import { cache, cacheDifferences, cacheError, looked } from './cache.ts';
import { CacheTree } from './cache-tree.tsx';
import { DifferenceList } from './difference-list.tsx';
import { isBranch, sizeOf } from './entries.ts';
import { KeyDetail } from './key-detail.tsx';
import { found, rows, searched } from './selection.ts';
import { SlotBar } from './slot-bar.tsx';
import './state.css';

export function StateTab() {
  const shown = cache.value;
  return (
    <section class="state" aria-labelledby="state-heading">
      <div class="heading">
        <h2 id="state-heading">State</h2>
        <p class="hint" role="status" data-testid="state-summary">
          {summary()}
        </p>
      </div>
      {chosenId.value === undefined ? (
        <Empty title="No process yet">Run a program to see what it patches into its cache.</Empty>
      ) : (
        <SlotBar />
      )}
      <ErrorBox error={cacheError.value} testId="state-error" />
      {cacheDifferences.value ? (
        <DifferenceList found={cacheDifferences.value} />
      ) : (
        shown && (isBranch(shown.value) && sizeOf(shown.value) ? <Keys /> : <Nothing />)
      )}
    </section>
  );
}

function summary(): string {
  const shown = cache.value;
  if (!shown) return '';
  const count = isBranch(shown.value) ? sizeOf(shown.value) : 0;
  const slot = `at slot ${shown.slot}${looked.value === undefined ? '' : ', a past one'}`;
  return `${count.toLocaleString('en')} ${count === 1 ? 'key' : 'keys'} ${slot}`;
}

function Nothing() {
  if (looked.value !== undefined)
    return <Empty title="Nothing under cache in this slot">A later one may have patched it: move the slot on.</Empty>;
  return (
    <Empty title="Nothing under cache yet">
      The program puts values here with{' '}
      <code>{"Send({ Target = ao.id, device = 'patch@1.0', cache = { mykey = 'my value' } })"}</code>.
    </Empty>
  );
}

function Keys() {
  return (
    <>
      <TextField label="Search keys and values" placeholder="Search keys and values" value={searched} quiet />
      {found.value !== undefined && (
        <p class="hint" role="status" data-testid="found">
          {found.value ? `${found.value.toLocaleString('en')} found` : 'Nothing found. Fewer words find more.'}
        </p>
      )}
      {rows.value.length > 0 && <CacheTree />}
      <KeyDetail />
    </>
  );
}

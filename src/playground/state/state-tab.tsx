/** The cache of the chosen process, live. */
import { useComputed } from '@preact/signals';
import type { Plain } from 'pocketbeam';
import { chosenId } from '../model/processes.ts';
import { pocketbeam } from '../model/session.ts';
import { Empty } from '../parts/empty.tsx';
import { ErrorBox } from '../parts/error-box.tsx';
import { cachePath, isAddressable, scoped } from '../text/paths.ts';
import { kindOf, shorten, valueText } from '../text/value-text.ts';
import { entriesOf } from './entries.ts';
import { cache, cacheError } from './cache.ts';
import './state.css';

const MAX_KEYS = 200;
const MAX_VALUE = 160;
const MAX_KEY = 120;

export function StateTab() {
  const entries = useComputed(() => entriesOf(cache.value?.value));
  const shown = cache.value;
  const count = entries.value.length;
  return (
    <section aria-labelledby="state-heading">
      <div class="heading">
        <h2 id="state-heading">State</h2>
        <p class="hint" role="status" data-testid="state-summary">
          {shown &&
            `${count === 1 ? '1 key' : `${count} keys`}${shown.slot === undefined ? '' : ` at slot ${shown.slot}`}`}
        </p>
      </div>
      {chosenId.value === undefined && (
        <Empty title="No process yet">Run a program to see what it patches into its cache.</Empty>
      )}
      {shown && !count && (
        <Empty title="Nothing under cache yet">
          The program puts values here with{' '}
          <code>{"Send({ Target = ao.id, device = 'patch@1.0', cache = { mykey = 'my value' } })"}</code>.
        </Empty>
      )}
      {shown && count > 0 && <KeyTable process={shown.process} entries={entries.value.slice(0, MAX_KEYS)} />}
      {count > MAX_KEYS && (
        <p class="hint">
          The first {MAX_KEYS} of {count} keys are shown.
        </p>
      )}
      <ErrorBox error={cacheError.value} />
    </section>
  );
}

function KeyTable({ process, entries }: { process: string; entries: readonly [string, Plain][] }) {
  return (
    <div class="keys" role="region" aria-label="Cache keys" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Value</th>
            <th scope="col">Kind</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(([key, value]) => (
            <tr key={`${process}/${key}`}>
              <th scope="row">
                <KeyName process={process} name={key} />
              </th>
              <td class="value">{valueText(value, { limit: MAX_VALUE })}</td>
              <td class="kind">{kindOf(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function KeyName({ process, name }: { process: string; name: string }) {
  const shown = shorten(name, MAX_KEY);
  if (!isAddressable(name))
    return <span title="A path cannot name this key: read it as part of the whole cache.">{shown}</span>;
  return (
    <a href={scoped(cachePath(process, name), pocketbeam.value?.scope ?? '/')} target="_blank" rel="noopener">
      {shown}
    </a>
  );
}

/** The chosen key: its path, its value, and both in the forms that other places take. */
import { CurlButton, CurlHint } from '../http/curl.tsx';
import { lookAt } from '../http/draft.ts';
import { fetchCode } from '../http/request-code.ts';
import { pocketbeam } from '../model/session.ts';
import { embedded, showTab } from '../model/view.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { cacheAtPath, cachePath, isAddressable, scoped } from '../text/paths.ts';
import { kindOf, valueText } from '../text/value-text.ts';
import { cache, looked, type Cache } from './cache.ts';
import { isBranch, sizeOf } from './entries.ts';
import { chosenKey } from './selection.ts';

const MAX_VALUE = 20_000;

/** Of the whole cache, as long as no key is chosen. */
export function KeyDetail() {
  const shown = cache.value;
  if (shown?.value === undefined) return null;
  const chosen = chosenKey.value;
  const path = chosen?.path ?? [];
  const value = chosen?.row.value ?? shown.value;
  return (
    <section class="key-detail" aria-label="Chosen key" data-testid="key-detail">
      <p>
        <strong class="code">{path.length ? path.join(' / ') : 'cache'}</strong>{' '}
        <span class="hint">{kindOf(value, sizeOf)}</span>
      </p>
      {path.every(isAddressable) ? (
        <Addresses path={pathTo(shown, path)} branch={isBranch(value)} />
      ) : (
        <p class="hint">A path cannot name this key: read it as part of what it is in.</p>
      )}
      {chosen && (
        <pre aria-label="Value" role="region" tabIndex={0}>
          {valueText(value, { limit: MAX_VALUE, indent: 2 })}
        </pre>
      )}
    </section>
  );
}

/** Of the newest slot whatever that is, or of the very slot that is looked at. */
const pathTo = ({ process, slot }: Cache, path: readonly string[]): string =>
  looked.value === undefined ? cachePath(process, ...path) : cacheAtPath(process, slot, ...path);

function Addresses({ path, branch }: { path: string; branch: boolean }) {
  const scope = pocketbeam.value?.scope ?? '/';
  // A map alone is answered as headers, which few programs want.
  const request = {
    method: 'GET',
    path: branch ? `${path}/serialize~json@1.0` : path,
    headers: '',
    body: '',
  };
  return (
    <>
      <code class="id">{path}</code>
      <div class="row links">
        <CopyButton label="Copy path" text={() => path} />
        <CopyButton label="Copy as fetch" text={() => fetchCode(request, scope)} />
        <CurlButton request={() => request} />
        <a href={scoped(request.path, scope)} target="_blank" rel="noopener">
          Open in a tab
        </a>
        {/* There is no such tab in a page that stands in another one. */}
        {!embedded && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              lookAt(request.path);
              showTab('http');
            }}
          >
            To HTTP
          </button>
        )}
      </div>
      <CurlHint />
    </>
  );
}

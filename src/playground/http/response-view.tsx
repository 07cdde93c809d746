/** Status, body and headers of an answer, and who gave it. */
import { useSignal } from '@preact/signals';
import { processes } from '../model/processes.ts';
import { BODY_FORMS, bodyAs, fittingForm, type BodyForm } from '../text/body-text.ts';
import { adviceOn } from './advice.ts';
import { answeredBy } from './answered-by.ts';
import type { Exchange } from './request.ts';

export function ResponseView({ exchange }: { exchange: Exchange }) {
  const { response, bytes, ms, firstMs, request, throughWorker } = exchange;
  const headers = [...response.headers];
  const by = answeredBy({ path: request.path, headers: response.headers, url: response.url, throughWorker });
  const advice = adviceOn(
    response.status,
    request.path,
    processes.value.map(({ process }) => process),
  );
  return (
    <>
      <p>
        <strong class={response.ok ? 'ok' : 'bad'} data-testid="response-status">
          {`${response.status} ${response.statusText}`.trim()}
        </strong>
        <span class="hint" data-testid="response-facts">
          {' '}
          {bytes.length.toLocaleString('en')} {bytes.length === 1 ? 'byte' : 'bytes'} in {ms.toFixed(1)} ms, the first
          after {firstMs.toFixed(1)} · answered by {by}
        </span>
      </p>
      {advice !== undefined && <p data-testid="response-advice">{advice}</p>}
      {bytes.length ? (
        <Body exchange={exchange} />
      ) : (
        <p class="hint">
          {request.method === 'HEAD'
            ? 'HEAD asks for no body.'
            : 'The body is empty: the keys of a flat map are answered as headers.'}
        </p>
      )}
      <details open>
        <summary>{headers.length} headers</summary>
        <div class="scroll" tabIndex={0} role="region" aria-label="Headers">
          <table class="headers" data-testid="response-headers">
            <tbody>
              {headers.map(([name, value]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{value}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

/** In the form that fits, until another one is chosen. */
function Body({ exchange: { response, bytes } }: { exchange: Exchange }) {
  const wanted = useSignal<BodyForm | undefined>(undefined);
  const form = wanted.value ?? fittingForm(bytes, response.headers.get('content-type') ?? '');
  const { text, note } = bodyAs(form, bytes);
  return (
    <>
      <div class="row forms" role="group" aria-label="Show the body as">
        {BODY_FORMS.map((one) => (
          <button
            key={one}
            type="button"
            class="quiet"
            aria-pressed={one === form}
            onClick={() => (wanted.value = one)}
          >
            {one}
          </button>
        ))}
      </div>
      <pre class={form === 'hex' ? 'hex' : ''} data-testid="response-body" aria-label="Body" role="region" tabIndex={0}>
        {text}
      </pre>
      {note && <p class="hint">{note}</p>}
    </>
  );
}

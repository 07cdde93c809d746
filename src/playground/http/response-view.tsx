/** Status, body and headers of an answer. */
import { bodyText } from '../text/body-text.ts';
import type { Exchange } from './request.ts';

export function ResponseView({ exchange }: { exchange: Exchange }) {
  const { response, bytes, ms, method } = exchange;
  const { text, note } = bodyText(bytes, response.headers.get('content-type') ?? '');
  const headers = [...response.headers];
  return (
    <>
      <p class="title">
        <strong class={response.ok ? 'ok' : 'bad'} data-testid="response-status">
          {`${response.status} ${response.statusText}`.trim()}
        </strong>
        <span class="hint" data-testid="response-facts">
          {' '}
          {ms.toFixed(1)} ms · {bytes.length.toLocaleString('en')} {bytes.length === 1 ? 'byte' : 'bytes'}
        </span>
      </p>
      {text ? (
        <pre data-testid="response-body" aria-label="Body" role="region" tabIndex={0}>
          {text}
        </pre>
      ) : (
        <p class="hint">
          {method === 'HEAD'
            ? 'HEAD asks for no body.'
            : 'The body is empty: the keys of a flat map are answered as headers.'}
        </p>
      )}
      {note && <p class="hint">{note}</p>}
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

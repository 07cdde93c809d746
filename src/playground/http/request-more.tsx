/** Headers and body of the request. */
import { ErrorBox } from '../parts/error-box.tsx';
import { TextArea } from '../parts/fields.tsx';
import { errorWords } from '../text/error-words.ts';
import { body, draft, headers } from './draft.ts';
import { headersProblem, readHeaders, unsentHeaders } from './headers.ts';

const MAX_ROWS = 8;

const rowsOf = (text: string): number => Math.min(Math.max(text.split('\n').length, 2), MAX_ROWS);

export function RequestMore() {
  const problem = headersProblem(headers.value);
  const unsent = unsentHeaders(headers.value);
  const { method } = draft.value;
  const count = readHeaders(headers.value).length;
  const bodyless = /^(?:GET|HEAD)$/.test(method);
  return (
    <details class="request-more" open={count > 0 || problem !== undefined || !bodyless}>
      <summary>Headers and body{count ? `: ${count === 1 ? '1 header' : `${count} headers`}` : ''}</summary>
      <TextArea label="Headers, a line each: accept: application/json" value={headers} rows={rowsOf(headers.value)} />
      <ErrorBox error={problem && errorWords(problem)} testId="headers-error" />
      {unsent.length > 0 && (
        <p class="portability" data-testid="headers-unsent">
          The browser keeps {unsent.join(', ')} to itself: a page cannot send that.
        </p>
      )}
      <TextArea label="Body" value={body} rows={rowsOf(body.value)} />
      {bodyless && body.value !== '' && (
        <p class="portability">{method} sends no body. Choose another method to send it.</p>
      )}
    </details>
  );
}

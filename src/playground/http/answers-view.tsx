/** What came back: one answer, or two beside each other. */
import { answers } from './answers.ts';
import type { Exchange } from './request.ts';
import { ResponseView } from './response-view.tsx';

export function AnswersView() {
  const shown = answers.value;
  if (shown === 'waiting')
    return (
      <div class="result" data-testid="response">
        <p class="hint">Fetching …</p>
      </div>
    );
  const [first, second] = shown;
  return (
    <div class="result" data-testid="response">
      {first && second ? <Both compute={first} now={second} /> : first && <ResponseView key={first} exchange={first} />}
    </div>
  );
}

function Both({ compute, now }: { compute: Exchange; now: Exchange }) {
  return (
    <>
      <p role="status" data-testid="both-summary">
        {sameBytes(compute, now)
          ? 'Both answer the same.'
          : 'They differ: now has computed messages that compute did not wait for, or compute names a slot.'}
      </p>
      <div class="both">
        {Object.entries({ compute, now }).map(([name, exchange]) => (
          <section key={name} aria-label={name} data-testid={`answer-${name}`}>
            <h3>{name}</h3>
            <code class="id soft">{exchange.request.path}</code>
            <ResponseView exchange={exchange} />
          </section>
        ))}
      </div>
    </>
  );
}

/** By what both say of themselves: a map has its keys in its headers. */
function sameBytes(one: Exchange, other: Exchange): boolean {
  const [a, b] = [one, other].map(({ response }) => response.headers.get('etag') ?? undefined);
  return one.response.status === other.response.status && a === b;
}

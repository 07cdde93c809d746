/** What was asked before, newest first: a press writes it again. */
import { asked, forgetAsked } from './answers.ts';
import { redraft } from './draft.ts';
import { endRecall } from './path-field.tsx';

export function HistoryList() {
  const all = asked.value;
  if (!all.length) return null;
  return (
    <details class="asked" data-testid="http-history">
      <summary>History ({all.length})</summary>
      <p class="hint">↑ and ↓ in the path bring these back, too.</p>
      <ol reversed>
        {all.toReversed().map(({ request, status, ms }, i) => (
          <li key={all.length - i}>
            <button
              type="button"
              class="item"
              onClick={() => {
                endRecall();
                redraft(request);
              }}
            >
              <code>
                {request.method} {request.path}
              </code>{' '}
              <span class="hint">
                {status} · {ms.toFixed(1)} ms
              </span>
            </button>
          </li>
        ))}
      </ol>
      <button type="button" class="quiet start" onClick={forgetAsked}>
        Forget these
      </button>
    </details>
  );
}

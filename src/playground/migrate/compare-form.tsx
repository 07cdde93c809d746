/** The same question by dry-run and by HyperPATH, side by side. */
import { noProcess } from '../model/processes.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { ErrorBox } from '../parts/error-box.tsx';
import { TextField } from '../parts/fields.tsx';
import { Form } from '../parts/form.tsx';
import { actions } from '../messages/draft.ts';
import { TagFields } from '../messages/tag-fields.tsx';
import { shorten } from '../text/value-text.ts';
import { ROUNDS, type Way } from './compare.ts';
import { comparing, comparison, compareDraft, wordsOf } from './comparing.ts';
import { action, key, tagRows } from './draft.ts';

const MAX_ANSWER = 2_000;

export function CompareForm() {
  const ways = comparison.value;
  return (
    <section aria-labelledby="compare-heading">
      <h2 id="compare-heading">The same question, both ways</h2>
      <p class="hint">
        On legacynet a page asks a handler by <code>dryrun</code>, and a node runs Lua for every reader. On HyperBEAM it
        reads what the process has patched: no Lua runs.
      </p>
      <Form attempt={comparing} onSubmit={compareDraft} reason={noProcess.value}>
        <div class="row">
          <TextField
            label="Action to dry-run"
            value={action}
            suggestions={actions.value}
            placeholder={actions.value.at(0) ?? 'Info'}
            grow
          />
          <TextField label="Key below cache" value={key} placeholder="balances" code grow />
        </div>
        <TagFields rows={tagRows} />
        <div class="row end">
          <button type="submit" class="primary">
            Compare
          </button>
        </div>
      </Form>
      <ErrorBox error={comparing.error.value} testId="compare-error" />
      <div class="result" data-testid="comparison" aria-live="polite">
        {comparing.busy.value && <p class="hint">Asking {ROUNDS} times each way …</p>}
        {ways && (
          <>
            <p class="title">{wordsOf(ways)}</p>
            <div class="ways">
              <WayView name="dryrun" title="dryrun, legacynet" way={ways.dryrun} />
              <WayView name="path" title="HyperPATH" way={ways.path} />
            </div>
            <p class="hint">
              Median of {ROUNDS}, in this browser. Over a network both wait for the node as well, and many readers wait
              for each other’s dry-runs.
            </p>
          </>
        )}
      </div>
    </section>
  );
}

function WayView({ name, title, way }: { name: string; title: string; way: Way }) {
  return (
    <section class="way" aria-label={title} data-testid={`way-${name}`}>
      <div class="heading">
        <h3>{title}</h3>
        {way.ms !== undefined && <span class="time">{way.ms < 10 ? way.ms.toFixed(1) : Math.round(way.ms)} ms</span>}
      </div>
      <code class="request">{way.request}</code>
      {way.error ? <ErrorBox error={way.error} /> : <pre class="scroll">{shorten(way.answer, MAX_ANSWER)}</pre>}
      <CopyButton label="Copy request" text={() => way.request.replace(/^\w+ /, '')} class="quiet start" />
    </section>
  );
}

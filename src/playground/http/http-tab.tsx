/** HTTP: a real fetch through the Service Worker, and all that came back. */
import { useSignal } from '@preact/signals';
import { noProcess } from '../model/processes.ts';
import { pocketbeam } from '../model/session.ts';
import { useAttempt } from '../parts/attempt.ts';
import { ErrorBox } from '../parts/error-box.tsx';
import { Select, TextField } from '../parts/fields.tsx';
import { Form } from '../parts/form.tsx';
import { isHyperPath, toPath } from '../text/paths.ts';
import { METHODS, method, path } from './draft.ts';
import { request, type Exchange } from './request.ts';
import { ResponseView } from './response-view.tsx';
import { Variants } from './variants.tsx';
import './http.css';

export function HttpTab() {
  const attempt = useAttempt();
  const exchange = useSignal<Exchange | 'waiting' | undefined>(undefined);
  const shown = exchange.value;

  async function send(): Promise<void> {
    const beam = pocketbeam.peek();
    if (!beam) return;
    exchange.value = 'waiting';
    try {
      exchange.value = await request(beam, toPath(path.value, beam.scope, location.origin), { method: method.value });
    } catch (error) {
      exchange.value = undefined;
      throw error;
    }
  }

  return (
    <section aria-labelledby="request-heading">
      <h2 id="request-heading">Request</h2>
      <Form attempt={attempt} onSubmit={send} reason={noProcess.value}>
        <div class="row request">
          <Select label="Method" value={method} options={METHODS} />
          <TextField label="Path" value={path} code grow />
          <button type="submit" class="primary">
            Fetch
          </button>
        </div>
        <Variants onPick={() => void attempt.run(send)} />
      </Form>
      <ErrorBox error={attempt.error.value} testId="request-error" />
      <div class="result" aria-live="polite" data-testid="response">
        {shown === 'waiting' && <p class="hint">Fetching …</p>}
        {shown && shown !== 'waiting' && (
          <>
            <ResponseView exchange={shown} />
            {!isHyperPath(shown.path) && (
              <p class="hint">
                This is no HyperPATH, it begins neither with the id of a process nor with ~: the server of the page
                answered.
              </p>
            )}
          </>
        )}
      </div>
    </section>
  );
}

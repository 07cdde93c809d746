/** HTTP: a real fetch through the Service Worker, and all that came back. */
import { noProcess } from '../model/processes.ts';
import { pocketbeam } from '../model/session.ts';
import { createAttempt } from '../parts/attempt.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { ErrorBox } from '../parts/error-box.tsx';
import { Form } from '../parts/form.tsx';
import { TextField } from '../parts/fields.tsx';
import { ask } from './answers.ts';
import { AnswersView } from './answers-view.tsx';
import { bothWays } from './both-ways.ts';
import { CurlButton, CurlHint } from './curl.tsx';
import { draft, method, METHODS } from './draft.ts';
import { HistoryList } from './history-list.tsx';
import { endRecall, PathField, PathProblem } from './path-field.tsx';
import { PathGuide } from './path-guide.tsx';
import { fetchCode, type RequestText } from './request-code.ts';
import { RequestMore } from './request-more.tsx';
import { Variants } from './variants.tsx';
import './http.css';

/** Its error stays with the answers, also when the page is laid out anew. */
const attempt = createAttempt();

async function send(requests: readonly RequestText[]): Promise<void> {
  const beam = pocketbeam.peek();
  if (!beam) return;
  endRecall();
  await ask(beam, requests);
}

async function sendBoth(): Promise<void> {
  const request = draft.peek();
  const paths = bothWays(request.path);
  if (paths) await send([paths.compute, paths.now].map((path) => ({ ...request, path })));
}

export function HttpTab() {
  const sendDraft = (): Promise<void> => send([draft.peek()]);
  const scope = pocketbeam.value?.scope ?? '/';
  return (
    <section aria-labelledby="request-heading">
      <div class="heading">
        <h2 id="request-heading">Request</h2>
        <div>
          <CopyButton label="Copy as fetch" text={() => fetchCode(draft.peek(), scope)} />
          <CurlButton request={() => draft.peek()} />
        </div>
      </div>
      <CurlHint />
      <Form attempt={attempt} onSubmit={sendDraft} reason={noProcess.value}>
        <div class="row request">
          <TextField label="Method" value={method} suggestions={METHODS} code />
          <PathField />
          <button type="submit" class="primary">
            Fetch
          </button>
        </div>
        <PathProblem />
        <Variants onPick={() => void attempt.run(sendDraft)} onBoth={() => void attempt.run(sendBoth)} />
        <PathGuide />
        <RequestMore />
      </Form>
      <ErrorBox error={attempt.error.value} testId="request-error" />
      <AnswersView />
      <HistoryList />
    </section>
  );
}

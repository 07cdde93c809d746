/** The path, with what is wrong with it, and the arrow keys that bring back what was asked before. */
import { recall, type Recall } from '../console/history.ts';
import { ErrorBox } from '../parts/error-box.tsx';
import { TextField } from '../parts/fields.tsx';
import { errorWords } from '../text/error-words.ts';
import { askedTexts, requestOf, textOf } from './answers.ts';
import { draft, path, redraft } from './draft.ts';
import { pathProblem } from './request.ts';

let recalled: Recall = { at: 0, draft: '' };

/** What was brought back has been sent, or written over: the next arrow begins at the newest again. */
export function endRecall(): void {
  recalled = { at: 0, draft: '' };
}

export function PathField() {
  function key(event: KeyboardEvent): void {
    if (event.isComposing || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : undefined;
    const found = step && recall(askedTexts.peek(), recalled, textOf(draft.peek()), step);
    const request = found && requestOf(found.text);
    if (!found || !request) return;
    event.preventDefault();
    recalled = found.now;
    redraft(request);
  }
  return (
    <div class="grow" onKeyDown={key}>
      <TextField label="Path" value={path} code invalid={pathProblem(draft.value.path) !== undefined} />
    </div>
  );
}

/** Beside the field, as soon as it is typed. */
export function PathProblem() {
  const problem = pathProblem(draft.value.path);
  return <ErrorBox error={problem === undefined ? undefined : errorWords(problem)} testId="path-error" />;
}

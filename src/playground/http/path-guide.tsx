/** The path step by step: what each does, what may go, what may come next. */
import { isHyperPath } from '../text/paths.ts';
import { shortId } from '../parts/short-id.tsx';
import { path, draft } from './draft.ts';
import { explainPath, nextSteps, withoutStep, withStep, type Step } from './explain.ts';
import { pathProblem } from './request.ts';

export function PathGuide() {
  const { path: asked } = draft.value;
  if (!isHyperPath(asked))
    return (
      <p class="hint">
        This is no HyperPATH: it begins neither with the id of a process nor with ~, so the server of the page answers.
      </p>
    );
  // Told beside the field.
  if (pathProblem(asked) !== undefined) return null;
  const next = nextSteps(asked);
  return (
    <div class="path-guide">
      <ol aria-label="Steps of the path" data-testid="path-steps">
        {explainPath(asked).map((step, i) => (
          <StepLine key={i} step={step} onRemove={i ? () => (path.value = withoutStep(asked, i)) : undefined} />
        ))}
      </ol>
      {next.length > 0 && (
        <div class="row next" role="group" aria-label="Next step">
          {next.map((one) => (
            <button key={one} type="button" onClick={() => (path.value = withStep(asked, one))}>
              {one}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** An id is told by its ends; all of it stands in the path. */
const shortIds = (text: string): string => text.replace(/(?<![\w-])[\w-]{43}(?![\w-])/g, shortId);

function StepLine({ step: { text, says, given }, onRemove }: { step: Step; onRemove: (() => void) | undefined }) {
  return (
    <li>
      <code title={text}>{shortIds(text)}</code> <span class="soft">{says}</span>
      {given.map((one) => (
        <span key={one.text} class="given">
          <code>{one.text}</code> <span class="soft">{one.says}</span>
        </span>
      ))}
      {onRemove && text !== '?' && (
        <button type="button" class="quiet" aria-label={`Remove ${text}`} title="Remove this step" onClick={onRemove}>
          ×
        </button>
      )}
    </li>
  );
}

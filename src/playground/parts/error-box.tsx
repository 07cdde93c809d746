/** An error beside what causes it: what failed, why, what to do, where and which. */
import type { ComponentChildren } from 'preact';
import type { ErrorWords } from '../text/error-words.ts';

interface Props {
  /** Undefined shows nothing. */
  error: ErrorWords | undefined;
  /** For the field that is described by it. */
  id?: string;
  testId?: string;
  /** Buttons that help. */
  children?: ComponentChildren;
}

export function ErrorBox({ error, id, testId, children }: Props) {
  return (
    <div class="error" role="alert" id={id} data-testid={testId} hidden={!error}>
      {error && <ErrorText error={error} />}
      {error && children}
    </div>
  );
}

/** The same without the box, for errors in a list. */
export function ErrorText({ error: { message, cause, next, code, where } }: { error: ErrorWords }) {
  return (
    <>
      <span class="words">{message}</span>
      {cause && <span class="cause"> {cause}</span>}
      {next && <strong class="next"> {next}</strong>}{' '}
      <span class="facts">
        {where && `${where} · `}
        <code>{code}</code>
      </span>
    </>
  );
}

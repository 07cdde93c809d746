/** What a slot gave, for people: the error, the output, what was sent. */
import type { ComponentChildren } from 'preact';
import { diagnosticText, type Plain, type SlotResult } from 'pocketbeam';
import { stripAnsi } from '../text/ansi.ts';
import { slotErrorWords } from '../text/error-words.ts';
import { messageLine } from '../text/message-line.ts';
import { jsonText, shorten } from '../text/value-text.ts';
import { ErrorText } from './error-box.tsx';

const MAX_OUTPUT = 20_000;
const MAX_MESSAGE = 20_000;
const MAX_LISTED = 50;

interface Props {
  /** Begins the first line, such as `Slot 3`. */
  title: string;
  result: SlotResult;
  /** Whether its error stands elsewhere. Default false. */
  withoutError?: boolean;
  /** Behind the title. */
  children?: ComponentChildren;
}

export function SlotResultView({ title, result, withoutError = false, children }: Props) {
  const { output, error, messages, spawns, assignments, diagnostics = [] } = result;
  const text = stripAnsi(output.data).trimEnd();
  const shownError = withoutError ? undefined : error;
  const quiet = !text && !error && !messages.length && !spawns.length && !assignments.length;
  return (
    <>
      <p class="title">
        <strong>{title}</strong> {children}
      </p>
      {shownError && (
        <div class="error" data-testid="slot-error">
          <ErrorText error={slotErrorWords(shownError)} />
        </div>
      )}
      {text && (
        <pre class="output" data-testid="output" tabIndex={0}>
          {shorten(text, MAX_OUTPUT)}
        </pre>
      )}
      <Outgoing what="message" items={messages} />
      <Outgoing what="spawn" items={spawns} />
      <Outgoing what="assignment" items={assignments} />
      {diagnostics.map((code) => (
        <p key={code} class="portability" data-testid="diagnostic">
          {diagnosticText(code)}
        </p>
      ))}
      {quiet && !diagnostics.length && <p class="hint">No output, nothing sent.</p>}
    </>
  );
}

/** What it sent, one line each; all of it when opened. */
export function Outgoing({ what, items }: { what: string; items: readonly Plain[] }) {
  if (!items.length) return null;
  return (
    <>
      <p class="hint">{items.length === 1 ? `1 ${what}` : `${items.length} ${what}s`} out:</p>
      <ul class="sent">
        {items.slice(0, MAX_LISTED).map((item, i) => (
          <li key={i}>
            <details>
              <summary>{messageLine(item)}</summary>
              <pre tabIndex={0}>{jsonText(item, { indent: 2, limit: MAX_MESSAGE })}</pre>
            </details>
          </li>
        ))}
        {items.length > MAX_LISTED && <li class="hint">… and {items.length - MAX_LISTED} more</li>}
      </ul>
    </>
  );
}

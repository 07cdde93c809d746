/** All about one slot: its message, what it gave, where that went. */
import { useEffect, useRef } from 'preact/hooks';
import { goToLine } from '../editor/caret.ts';
import { examples } from '../model/examples.ts';
import { files, openProgram } from '../model/project.ts';
import { noProcess } from '../model/processes.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { ErrorBox } from '../parts/error-box.tsx';
import { ShortId } from '../parts/short-id.tsx';
import { SlotResultView } from '../parts/slot-result.tsx';
import { slotErrorWords } from '../text/error-words.ts';
import { shorten } from '../text/value-text.ts';
import { edit, resend, sending } from './compose.ts';
import { Went } from './hop-graph.tsx';
import { senderName } from './names.ts';
import { actionOf, ownTags, type ScheduledMessage } from './scheduled.ts';
import { clockTime } from './slot-words.ts';
import { retrySlots, rowOf, selected, timeOf, wantSlots, type SlotRow } from './slots.ts';
import { placeOf } from './source-line.ts';

const MAX_DATA = 5_000;

export function SlotDetail({ process, slot }: { process: string; slot: number }) {
  const row = rowOf(process, slot);
  const { message, result, error } = row;
  const title = `Slot ${slot}${message ? ` · ${actionOf(message)}` : ''}`;
  return (
    <section class="slot-detail" aria-label={`Slot ${slot}`} data-testid="slot-detail">
      <div class="heading">
        <h3>{title}</h3>
        <div class="row">
          {message && slot > 0 && <Again message={message} />}
          <button type="button" class="quiet" onClick={() => (selected.value = undefined)}>
            Close
          </button>
        </div>
      </div>
      {message && <MessageFacts row={row} message={message} />}
      {result && (
        <div class="result">
          <SlotResultView title="Result" result={result} />
          <LineButton process={process} row={row} />
        </div>
      )}
      {result && <Went of={process} slot={slot} />}
      <ErrorBox error={error}>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            retrySlots();
            wantSlots(slot, slot);
          }}
        >
          Try again
        </button>
      </ErrorBox>
    </section>
  );
}

function Again({ message }: { message: ScheduledMessage }) {
  const group = useRef<HTMLSpanElement>(null);
  async function editIt(): Promise<void> {
    if (!(await edit(message))) return;
    const form = group.current?.closest('[data-testid="messages"]');
    form?.querySelector<HTMLElement>('form input')?.focus();
  }
  return (
    <span ref={group} class="row">
      <button
        type="button"
        class="quiet"
        disabled={noProcess.value !== undefined || sending.busy.value}
        title="Sends the same tags and data again, as a new message of yours"
        onClick={() => void resend(message)}
      >
        Resend
      </button>
      <button type="button" class="quiet" onClick={() => void editIt()}>
        Edit and resend
      </button>
    </span>
  );
}

function MessageFacts({ row, message }: { row: SlotRow; message: ScheduledMessage }) {
  const { gas } = row.result ?? {};
  const ms = timeOf(row);
  const tags = ownTags(message.tags);
  const facts = [
    ...(message.timestamp === undefined ? [] : [clockTime(message.timestamp)]),
    ...(ms === undefined ? [] : [`computed after ${Math.round(ms)} ms`]),
    ...(gas === undefined ? [] : [`${gas.toLocaleString('en')} gas`]),
  ];
  return (
    <>
      <p class="hint">
        From <span title={message.from}>{senderName(message.from)}</span> · {facts.join(' · ')} ·{' '}
        <span class="id-row">
          <ShortId id={message.id} /> <CopyButton label="Copy id" text={() => message.id} />
        </span>
      </p>
      {tags.length > 0 && (
        <table aria-label="Tags">
          <tbody>
            {tags.map(({ name, value }, i) => (
              <tr key={i}>
                <th scope="row">{name}</th>
                <td>{shorten(value, MAX_DATA)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {message.data && (
        <details open={message.slot > 0}>
          <summary>Data, {message.data.length.toLocaleString('en')} characters</summary>
          <pre class="scroll" tabIndex={0}>
            {shorten(message.data, MAX_DATA)}
          </pre>
        </details>
      )}
    </>
  );
}

/** Leads to the line of an error, where the editor has it. */
function LineButton({ process, row: { message, result } }: { process: string; row: SlotRow }) {
  const error = result?.error;
  // Lines of a handler are those of the program that was spawned; lines of an Eval are its own.
  const ran = error?.handler === '_eval' ? message : rowOf(process, 0).message;
  useEffect(() => {
    if (error && !ran) wantSlots(0, 0);
  }, [error, ran]);
  if (!error || !ran) return null;
  const words = slotErrorWords(error);
  const place = placeOf(words, ran.data, files.value);
  const example = place ? undefined : examples.find(({ source }) => source === ran.data);
  const line = place?.line ?? (example && words.line);
  if (line === undefined) return null;
  function show(): void {
    if (example) openProgram(example.id);
    goToLine(line ?? 1, place?.path);
  }
  return (
    <button type="button" class="start" onClick={show}>
      Show line {line} in the editor
    </button>
  );
}

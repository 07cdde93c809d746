/** The lines of the console; it stays at the end unless somebody has scrolled away from it. */
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { choose, chosenId, processes } from '../model/processes.ts';
import { showTab } from '../model/view.ts';
import { selected } from '../messages/slots.ts';
import { Empty } from '../parts/empty.tsx';
import type { Part } from './ansi-parts.ts';
import type { ConsoleLine } from './console-lines.ts';
import { lines } from './output.ts';

const AT_END = 8;

export function Log() {
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useSignal(true);
  const shown = lines.value;
  useLayoutEffect(() => {
    if (log.current && atEnd.peek()) log.current.scrollTop = log.current.scrollHeight;
  }, [shown, atEnd]);
  const scrolled = ({ currentTarget: box }: { currentTarget: HTMLElement }): void => {
    atEnd.value = box.scrollHeight - box.scrollTop - box.clientHeight < AT_END;
  };
  return (
    <div class="log" role="log" aria-label="Console output" tabIndex={0} ref={log} onScroll={scrolled}>
      {shown.map((line, i) => (
        <Line key={i} line={line} />
      ))}
      {!shown.length && (
        <Empty title="Nothing yet">
          What the chosen process prints, and its errors, appear here, with the answers to what you type below. Try{' '}
          <code>1 + 1</code> or <code>.help</code>.
        </Empty>
      )}
    </div>
  );
}

function Line({ line: { kind, process, slot, parts } }: { line: ConsoleLine }) {
  const name = processes.value.find((known) => known.process === process)?.name || 'unnamed';
  return (
    <div class={`line ${kind}`}>
      {process !== undefined && slot !== undefined ? (
        <SlotButton process={process} slot={slot} name={name} />
      ) : (
        <span class="slot">{kind === 'input' ? `${process === undefined ? '' : name}>` : ''}</span>
      )}
      <span>
        {parts.map((part, i) => (
          <Styled key={i} part={part} />
        ))}
      </span>
    </div>
  );
}

/** Leads to all that the slot did. */
function SlotButton({ process, slot, name }: { process: string; slot: number; name: string }) {
  const label = process === chosenId.value ? String(slot) : `${name} ${slot}`;
  return (
    <button
      type="button"
      class="slot"
      title={`Slot ${slot} of ${name}: show it among the messages`}
      onClick={() => {
        choose(process);
        selected.value = { process, slot };
        showTab('messages');
      }}
    >
      {label}
    </button>
  );
}

function Styled({ part: { text, style } }: { part: Part }) {
  const names = [style.color && `ansi-${style.color}`, style.bold && 'bold', style.underline && 'underline'];
  const name = names.filter(Boolean).join(' ');
  return name ? <span class={name}>{text}</span> : <>{text}</>;
}

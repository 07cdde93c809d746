/** The slots of the chosen process, newest first. However many there are, only those that can be seen are drawn. */
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { ProcessSummary } from 'pocketbeam';
import { inFront } from '../model/view.ts';
import { senderName } from './names.ts';
import { actionOf } from './scheduled.ts';
import { brief, clockTime, didWords } from './slot-words.ts';
import { rowOf, selected, selectedSlot, timeOf, wantSlots } from './slots.ts';
import { scrollTo, visibleRows } from './virtual-rows.ts';

const ROW = 28;
/** Rows that it is high at most, and what it jumps by Page Up and Down. */
const SHOWN = 9;

const COLUMNS = [
  ['slot', 'Slot'],
  ['action', 'Action'],
  ['from', 'From'],
  ['did', 'Did'],
  ['gas', 'Gas'],
  ['ms', 'ms'],
  ['time', 'Time'],
] as const;

export function Timeline({ process }: { process: ProcessSummary }) {
  const box = useRef<HTMLDivElement>(null);
  const scrolled = useSignal(0);
  const height = useSignal(ROW * SHOWN);
  const count = process.slot + 1;
  const slotAt = (index: number): number => process.slot - index;
  const { first, end } = visibleRows(count, scrolled.value, height.value, ROW);
  const shown = inFront('messages');

  useEffect(() => {
    if (shown && end > first) wantSlots(slotAt(end - 1), slotAt(first));
  }, [shown, process.process, process.slot, process.computed, first, end]);

  // What is looked at stays where it is when newer slots come above it.
  const before = useRef({ process: process.process, count });
  useLayoutEffect(() => {
    const { current: last } = before;
    before.current = { process: process.process, count };
    if (!box.current) return;
    if (last.process !== process.process) box.current.scrollTop = 0;
    else if (box.current.scrollTop > 0) box.current.scrollTop += (count - last.count) * ROW;
  }, [process.process, count]);

  function choose(index: number): void {
    const at = Math.min(Math.max(index, 0), count - 1);
    selected.value = { process: process.process, slot: slotAt(at) };
    const to = scrollTo(at, scrolled.peek(), height.peek(), ROW);
    if (to !== undefined) box.current?.scrollTo({ top: to });
  }
  function key(event: KeyboardEvent): void {
    const at = selectedSlot.peek() === undefined ? -1 : process.slot - selectedSlot.peek()!;
    const to = afterKey(event.key, at, count);
    if (to === undefined) return;
    event.preventDefault();
    choose(to);
  }
  function look({ currentTarget: { scrollTop, clientHeight } }: { currentTarget: HTMLElement }): void {
    scrolled.value = scrollTop;
    height.value = clientHeight;
  }

  const active = selectedSlot.value;
  const indexes = Array.from({ length: end - first }, (_, i) => first + i);
  return (
    <div
      class="timeline"
      role="grid"
      aria-label="Timeline"
      aria-rowcount={count + 1}
      tabIndex={0}
      aria-activedescendant={active === undefined ? undefined : rowId(active)}
      onKeyDown={key}
    >
      <div class="slot-row head" role="row" aria-rowindex={1}>
        {COLUMNS.map(([name, title]) => (
          <span key={name} class={name} role="columnheader">
            {title}
          </span>
        ))}
      </div>
      <div class="slot-rows" role="rowgroup" ref={box} onScroll={look} style={`max-height: ${SHOWN * ROW}px`}>
        <div class="slot-space" role="presentation" style={`height: ${count * ROW}px`}>
          {indexes.map((index) => (
            <TimelineRow
              key={slotAt(index)}
              process={process}
              slot={slotAt(index)}
              index={index}
              onChoose={() => choose(index)}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  process: ProcessSummary;
  slot: number;
  index: number;
  onChoose: () => void;
}

function TimelineRow({ process, slot, index, onChoose }: RowProps) {
  const row = rowOf(process.process, slot);
  const { message, result, error } = row;
  const failed = result?.error !== undefined || error !== undefined;
  const ms = timeOf(row);
  return (
    <div
      class={failed ? 'slot-row failed' : 'slot-row'}
      role="row"
      id={rowId(slot)}
      aria-rowindex={index + 2}
      aria-selected={selectedSlot.value === slot}
      style={`top: ${index * ROW}px; height: ${ROW}px`}
      onClick={onChoose}
    >
      <span class="slot" role="gridcell">
        {slot}
      </span>
      <span class="action" role="gridcell">
        {message ? actionOf(message) : (error?.code ?? '…')}
      </span>
      <span class="from" role="gridcell" title={message?.from}>
        {message && senderName(message.from)}
      </span>
      <span class="did" role="gridcell">
        {result ? didWords(result) : slot > process.computed ? 'computing …' : ''}
      </span>
      <span class="gas" role="gridcell" title={result?.gas?.toLocaleString('en')}>
        {result?.gas === undefined ? '–' : brief(result.gas)}
      </span>
      <span class="ms" role="gridcell">
        {ms === undefined ? '–' : brief(ms)}
      </span>
      <span class="time" role="gridcell">
        {message?.timestamp === undefined ? '–' : clockTime(message.timestamp)}
      </span>
    </div>
  );
}

const rowId = (slot: number): string => `timeline-slot-${slot}`;

function afterKey(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return at + 1;
    case 'ArrowUp':
      return at < 0 ? 0 : at - 1;
    case 'PageDown':
      return at + SHOWN;
    case 'PageUp':
      return at - SHOWN;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

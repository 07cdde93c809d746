/** The clock of a store, as what it is and becomes: plain records, so that every context reads the same time. */
import type { ClockRecord } from './ports/store.ts';

/**
 * @param record undefined as long as nobody has changed the clock: it is that of the machine.
 * @param machine time of the machine, here and below; all in ms since 1970.
 */
export const timeOf = (record: ClockRecord | undefined, machine: number): number =>
  record?.stands ?? machine + (record?.offset ?? 0);

/** Stands still, once it has arrived where it is on its way to. */
export const pause = (record: ClockRecord, machine: number): ClockRecord => ({
  ...record,
  stands: timeOf(record, machine),
  paused: true,
});

/** Goes on from where it stands. */
export function resume({ paused: _, ...record }: ClockRecord, machine: number): ClockRecord {
  return record.until === undefined ? running(record, timeOf(record, machine), machine) : record;
}

/** Shows another time at once; where it was on its way to is forgotten. */
export const setTo =
  (time: number) =>
  ({ until: _, ...record }: ClockRecord, machine: number): ClockRecord =>
    record.paused ? { ...record, stands: time } : running(record, time, machine);

/** Sets off for a time `ms` later than now, or than where it is on its way to. */
export const setOff =
  (ms: number) =>
  (record: ClockRecord, machine: number): ClockRecord => {
    const stands = timeOf(record, machine);
    return { ...record, stands, until: (record.until ?? stands) + ms };
  };

/** On its way, stands at `time`; it does not go back. */
export const standAt =
  (time: number) =>
  (record: ClockRecord, machine: number): ClockRecord =>
    record.until === undefined ? record : { ...record, stands: Math.max(timeOf(record, machine), time) };

/** Has arrived at `time`; where it was sent on meanwhile, it stands there on its way. */
export const arriveAt =
  (time: number) =>
  (record: ClockRecord, machine: number): ClockRecord => {
    const { until, ...rest } = record;
    if (until === undefined) return record;
    if (until > time) return { ...record, stands: time };
    return rest.paused ? { ...rest, stands: time } : running(rest, time, machine);
  };

const running = ({ stands: _, ...record }: ClockRecord, time: number, machine: number): ClockRecord => ({
  ...record,
  offset: time - machine,
});

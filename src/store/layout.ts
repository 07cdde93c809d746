/** What the parts of the store share: the records of a process, checked as they are read. */
import { PocketbeamError } from '../core/errors.ts';
import type { Assignment, ProcessHead, SlotRecord } from '../core/ports/store.ts';
import { Atom, Float, isMap, type Value } from '../core/value.ts';
import type { Key, Transaction } from './key-value.ts';

/** Where the clock is kept, a ClockRecord. */
export const CLOCK: Key = ['clock'];

/** @throws PocketbeamError `corrupt-record` for a head that is none. */
export async function headOf(tx: Transaction, process: string): Promise<ProcessHead | undefined> {
  const head = await tx.get<ProcessHead>(['head', process]);
  if (head !== undefined && !isHead(head)) throw corrupt(process, 'head');
  return head;
}

export const isHead = (head: Partial<ProcessHead> | null): boolean =>
  Number.isInteger(head?.slot) && Number.isInteger(head?.computed);

/** The message in a slot that was taken. @throws PocketbeamError `corrupt-record` */
export async function assignmentOf(tx: Transaction, process: string, slot: number): Promise<Assignment> {
  return whole(await tx.get<Assignment>([process, 'message', slot]), process, slot);
}

/** The same of one that was read already. */
export function whole(found: Assignment | undefined, process: string, slot: number): Assignment {
  if (!isMap(found?.message) || found.slot !== slot) throw corrupt(process, 'message', slot);
  return found;
}

/** What a computed slot gave. @throws PocketbeamError `corrupt-record` */
export async function recordOf(tx: Transaction, process: string, slot: number): Promise<SlotRecord> {
  return wholeRecord(await tx.get<SlotRecord>([process, 'record', slot]), process, slot);
}

/** The same of one that was read already. */
export function wholeRecord(record: SlotRecord | undefined, process: string, slot: number): SlotRecord {
  if (!isMap(record?.results)) throw corrupt(process, 'record', slot);
  return record;
}

/** Whether all of it is of the kinds that a state consists of. */
export function isValue(value: unknown): value is Value {
  if (typeof value !== 'object') return value !== undefined && typeof value !== 'symbol' && typeof value !== 'function';
  if (value instanceof Map || Array.isArray(value)) return [...value.values()].every(isValue);
  return value instanceof Float || value instanceof Atom;
}

/** What stood at a path until `slot` was computed; without a value: nothing did. */
export interface Displaced {
  slot: number;
  value?: Value;
}

/** The error for a record that is missing or is not what this program writes. */
export function corrupt(process: string, ...key: (string | number)[]): PocketbeamError {
  return new PocketbeamError('corrupt-record', `The record ${key.join('/')} of ${process} is damaged.`, {
    cause: 'Something else wrote to the database, or the browser lost data.',
    next: 'Call rebuild() with the process, which computes it again from its messages; other processes are not concerned.',
    details: { process, key },
  });
}

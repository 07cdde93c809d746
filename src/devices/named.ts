/** What the parts of a path name: a process, a slot. */
import { PocketbeamError, show } from '../core/errors.ts';
import { OverlaySubject } from '../core/overlay-subject.ts';
import type { Subject } from '../core/subject.ts';
import { Float, type Value } from '../core/value.ts';
import { DefinitionSubject } from './state-subject.ts';

/** The process that stands in a path before its device; undefined where something else or nothing does. */
export function namedProcess(of: Subject): string | undefined {
  const subject = of instanceof OverlaySubject ? of.under : of;
  return subject instanceof DefinitionSubject && subject.path.length === 0 ? subject.process : undefined;
}

/** The process that a path has named. @throws PocketbeamError `no-process` */
export function processOf(of: Subject): string {
  const process = namedProcess(of);
  if (process !== undefined) return process;
  throw new PocketbeamError('no-process', 'process@1.0 needs a process id in front of it.', {
    next: 'Write /<process-id>~process@1.0/…',
    status: 400,
  });
}

/** A slot as a path or a header gives it: an integer, or its decimal digits. @throws PocketbeamError `bad-slot` */
export function slotOf(value: Value | undefined): number | undefined {
  if (value === undefined) return undefined;
  const slot = typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value)) ? Number(value) : NaN;
  if (Number.isSafeInteger(slot) && slot >= 0) return slot;
  throw new PocketbeamError('bad-slot', `${show(value instanceof Float ? value.n : value)} is no slot.`, {
    next: 'Slots are whole numbers from 0.',
    status: 400,
    strictStatus: 500,
  });
}

/** Where a message led: what its slot sent, what those slots sent, and so on. */
import type { Plain, SlotResult } from 'pocketbeam';
import { field } from '../text/message-field.ts';
import { valueText } from '../text/value-text.ts';

/** A slot of a process; without a slot the process, or an address, alone. */
export interface Place {
  readonly process: string;
  readonly slot?: number;
}

/** Something that was sent from one place to another. */
export interface Hop {
  readonly from: Place;
  readonly to: Place;
  readonly kind: 'message' | 'spawn' | 'assignment';
  /** Its action, else what kind of thing it is. */
  readonly label: string;
  /** Why it did not arrive. */
  readonly error?: string;
}

export interface Trace {
  /** The nearest first. */
  readonly hops: readonly Hop[];
  /** Whether more was sent than is followed. */
  readonly cut: boolean;
}

/** Hops that are followed. */
export const MAX_HOPS = 40;

/** @param result what a slot gave; a place whose result cannot be had sends nothing on. */
export async function trace(start: Place, result: (place: Required<Place>) => Promise<SlotResult>): Promise<Trace> {
  const hops: Hop[] = [];
  const waiting: Place[] = [start];
  for (let place = waiting.shift(); place; place = waiting.shift()) {
    const { process, slot } = place;
    if (slot === undefined) continue;
    const gave = await result({ process, slot }).catch(() => undefined);
    for (const hop of gave ? hopsOf({ process, slot }, gave) : []) {
      if (hops.length === MAX_HOPS) return { hops, cut: true };
      hops.push(hop);
      waiting.push(hop.to);
    }
  }
  return { hops, cut: false };
}

/** What one slot sent, without what it patched. */
export function hopsOf(from: Place, { messages, spawns, assignments, deliveries }: SlotResult): Hop[] {
  const unmatched = messages.filter((message) => !isPatch(message));
  if (!deliveries)
    return [
      ...unmatched.map((message): Hop => ({ from, kind: 'message', label: labelOf(message), to: targetOf(message) })),
      ...spawns.map((): Hop => ({ from, kind: 'spawn', label: 'spawn', to: { process: '' } })),
      ...assignments.map((): Hop => ({ from, kind: 'assignment', label: 'assignment', to: { process: '' } })),
    ];
  return deliveries.map(({ kind, target, slot, error }) => {
    const at = unmatched.findIndex((message) => kind === 'message' && targetOf(message).process === target);
    const [message] = at < 0 ? [] : unmatched.splice(at, 1);
    // What tells a process that it has spawned another is in no outbox.
    const label = message === undefined ? (kind === 'message' ? 'Spawned' : kind) : labelOf(message);
    const to = { process: target, ...(slot === undefined ? {} : { slot }) };
    return { from, to, kind, label, ...(error ? { error: error.message } : {}) };
  });
}

/** Whether a message of an outbox is a patch of the process' own state. */
export const isPatch = (message: Plain): boolean => field(message, 'device') === 'patch@1.0';

const targetOf = (message: Plain): Place => ({ process: String(field(message, 'target') ?? '') });

function labelOf(message: Plain): string {
  const action = field(message, 'action');
  return action === undefined || action === '' ? 'message' : valueText(action, { limit: 40 });
}

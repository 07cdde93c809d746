/** Assignments: what the schedule says of a slot (spec/wire.md §5). */
import { base64url } from '../codecs/digest.ts';
import type { Assignment } from '../core/ports/store.ts';
import type { Message, Value } from '../core/value.ts';

/** Hash of blocks that this node does not have. */
export const NO_BLOCK = base64url('\0'.repeat(32));

/** What the schedule says of a slot, and what the execution device gets as its request. */
export function assignmentMessage(process: string, assignment: Assignment): Message {
  const { slot, message, timestamp, height, chain = '', commitments } = assignment;
  const path = message.get('path');
  return new Map<string, Value>([
    ['path', typeof path === 'string' ? path : 'compute'],
    ['data-protocol', 'ao'],
    ['variant', 'ao.N.1'],
    ['process', process],
    ['epoch', '0'],
    ['slot', slot],
    ['block-height', height],
    ['block-hash', NO_BLOCK],
    ['block-timestamp', timestamp],
    ['timestamp', timestamp],
    ['hash-chain', chain],
    ['body', message],
    ...(commitments ? [['commitments', commitments] as const] : []),
  ]);
}

/** Assignments: what the schedule says of a slot (spec/wire.md §5). */
import { base64url } from '../codecs/digest.ts';
import type { Assignment } from '../core/ports/store.ts';
import type { Message, Value } from '../core/value.ts';

/** Hash of blocks that this node does not have. */
export const NO_BLOCK = base64url('\0'.repeat(32));

/** Blocks are two minutes apart; a node without a network has no others. */
const BLOCK_MS = 120_000;

/** The height that goes with a time. @param timestamp ms since 1970. */
export const heightAt = (timestamp: number): number => Math.floor(timestamp / BLOCK_MS);

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

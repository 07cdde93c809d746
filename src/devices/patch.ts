/** `patch@1.0`: outbox messages that set keys of the process' public state (spec/hyperbeam.md, Facts: patch@1.0). */
import { isMap, type MapValue, type Message } from '../core/value.ts';

/**
 * Keys that address a message rather than state anything. A real node writes them to the root of the process too;
 * that is the row `patch-envelope` of the table of differences.
 */
const ENVELOPE = new Set([
  ...['device', 'method', 'target', 'action', 'reference', 'tags', 'anchor', 'from-process', 'from-image'],
  ...['data-protocol', 'variant', 'type'],
]);

/** An outbox taken apart. */
export interface Patched {
  /** What each patch sets at the root of the state, in outbox order. */
  patches: MapValue[];
  /** The messages that are no patches, under their keys. */
  outbox: Message;
}

/** Takes the patches out of an outbox: messages with `device = patch@1.0` or `method = PATCH`. */
export function takePatches(outbox: Message): Patched {
  const patches: MapValue[] = [];
  const others: Message = new Map();
  for (const [key, message] of outbox) {
    if (isMap(message) && isPatch(message)) patches.push(stateOf(message));
    else others.set(key, message);
  }
  return { patches, outbox: others };
}

const isPatch = (message: Message): boolean =>
  message.get('device') === 'patch@1.0' || message.get('method') === 'PATCH';

/** The keys that a patch sets: every map, and what is no envelope. */
function stateOf(message: Message): MapValue {
  return new Map([...message].filter(([key, value]) => isMap(value) || !ENVELOPE.has(key)));
}

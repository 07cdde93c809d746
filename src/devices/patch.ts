/** `patch@1.0`: outbox messages that set keys of the process' public state (spec/hyperbeam.md, Facts: patch@1.0). */
import { normalizeKey } from '../core/ids.ts';
import { dig, mergeInto, noChange, snapshot } from '../core/state.ts';
import { isList, isMap, type MapValue, type Message, type Value } from '../core/value.ts';

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
    const keys = isMap(message) ? withLowerKeys(message) : undefined;
    if (keys && isPatch(keys)) patches.push(stateOf(keys));
    else others.set(key, message);
  }
  return { patches, outbox: others };
}

/**
 * The device in a stack: takes the patches out of `patch-from` and merges them into `patch-to`, both `/` by default.
 * @returns a changed copy of `message`.
 */
export function applyPatchDevice(message: Message, definition: Message): Message {
  const from = pathOf(definition.get('patch-from'));
  const found = dig(message, from);
  // A Lua table with the keys 1 … n comes as a list; a real node fails on it (`list-outbox`).
  const outbox = isList(found) ? new Map(found.map((item, i) => [String(i + 1), item])) : found;
  if (!isMap(outbox)) return message;
  const { patches, outbox: left } = takePatches(outbox);
  if (patches.length === 0) return message;
  const changed = replaceAt(message, from, left);
  for (const patch of patches) {
    const at = pathOf(definition.get('patch-to')).reduceRight<MapValue>((inner, key) => new Map([[key, inner]]), patch);
    mergeInto(changed, at, noChange());
  }
  return changed;
}

const pathOf = (path: Value | undefined): string[] =>
  typeof path === 'string' ? path.split('/').filter((key) => key !== '') : [];

/** A deep copy of `message` with `value` at `path`. */
function replaceAt(message: Message, path: readonly string[], value: Message): Message {
  const copy = snapshot(message);
  const key = path.at(-1);
  const parent = dig(copy, path.slice(0, -1));
  if (key === undefined || !isMap(parent) || !isMap(copy)) return snapshot(value) as Message;
  parent.set(key, value);
  return copy;
}

/** Key names count in any case, values exactly. */
const withLowerKeys = (message: Message): Message =>
  new Map([...message].map(([key, value]) => [normalizeKey(key), value]));

const isPatch = (message: Message): boolean =>
  message.get('device') === 'patch@1.0' || message.get('method') === 'PATCH';

/** The keys that a patch sets: every map, and what is no envelope. */
function stateOf(message: Message): MapValue {
  return new Map([...message].filter(([key, value]) => isMap(value) || !ENVELOPE.has(key)));
}

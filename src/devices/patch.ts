/** `patch@1.0`: outbox messages that set keys of the process' public state (spec/hyperbeam.md, Facts: patch@1.0). */
import { device, type Context, type Device, type DeviceFunction } from '../core/device.ts';
import { normalizeKey } from '../core/ids.ts';
import { ValueSubject } from '../core/subject.ts';
import { dig, mergeInto, noChange, snapshot } from '../core/state.ts';
import { equal, isList, isMap, type MapValue, type Message, type Value } from '../core/value.ts';
import type { LiteralKey } from '../core/ports/store.ts';
import { SlotFailure } from './execution.ts';

/**
 * Keys that address a message rather than state anything. A real node writes them to the root of the process too;
 * that is the row `patch-envelope` of the table of differences.
 */
const ENVELOPE = new Set([
  ...['device', 'method', 'target', 'action', 'reference', 'tags', 'anchor', 'from-process', 'from-image'],
  ...['data-protocol', 'variant', 'type'],
]);

/** How patches are taken: as the node does (`strict`), or as is sensible, with what differs noted in `diagnostics`. */
export interface PatchMode {
  strict: boolean;
  /** The public state before, for what an envelope would overwrite. */
  state: MapValue;
  diagnostics: Set<string>;
}

/** A message with its patches applied. */
export interface PatchedMessage {
  message: Message;
  /** Keys with a slash among what was patched. */
  literal: LiteralKey[];
}

/** An outbox taken apart. */
export interface Patched {
  /** What each patch sets at the root of the state, in the order in which they apply. */
  patches: MapValue[];
  /** The messages that are no patches, under their keys. */
  outbox: Message;
}

/** Takes the patches out of an outbox: messages with `device = patch@1.0` or `method = PATCH`. */
export function takePatches(outbox: Message, { strict, state, diagnostics }: PatchMode): Patched {
  const found: [string, MapValue][] = [];
  const others: Message = new Map();
  for (const [key, message] of outbox) {
    const keys = isMap(message) ? withLowerKeys(message) : undefined;
    if (keys && isPatch(keys)) found.push([key, keys]);
    else others.set(key, message);
  }
  const inNodeOrder = found.toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (strict) return { patches: inNodeOrder.map(([, keys]) => withoutMethod(keys)), outbox: others };
  if (found.some(([, keys]) => overwrites(keys, state))) diagnostics.add('patch-envelope');
  const isSameOrder = found.every(([key], i) => key === inNodeOrder[i]?.[0]);
  if (!isSameOrder && !equal(allOf(found), allOf(inNodeOrder))) diagnostics.add('patch-order');
  return { patches: found.map(([, keys]) => stateOf(keys)), outbox: others };
}

/** Where patches come from and where they go: as `patch-from` and `patch-to` of a process say. */
export interface PatchRoute {
  /** A path into the message or, behind `req:`, into the request; behind `base:` into the message. Default `/`. */
  from: Value | undefined;
  /** A path into the message. Default `/`. */
  to: Value | undefined;
  request: Message;
}

export const routeOf = (keys: Message, request: Message): PatchRoute => ({
  from: keys.get('patch-from'),
  to: keys.get('patch-to'),
  request,
});

/**
 * The device in a stack, and its function `patches`: takes the patches out of `from` and merges them into `to`.
 * @returns a changed copy of `message`, or itself.
 * @throws SlotFailure in strict for an outbox that is a list.
 */
export function applyPatches(message: Message, route: PatchRoute, mode: PatchMode): PatchedMessage {
  const [source, from] = sourceOf(message, route);
  const found = dig(source, from);
  // A Lua table with the keys 1 … n, or with none, comes as a list; a real node fails on it.
  if (isList(found)) {
    if (mode.strict)
      throw new SlotFailure({ code: 'node-defect', message: 'patch@1.0 finds a list where a real node needs a map.' });
    mode.diagnostics.add('list-outbox');
  }
  const outbox = isList(found) ? new Map(found.map((item, i) => [String(i + 1), item])) : found;
  if (!isMap(outbox)) return { message, literal: [] };
  const { patches, outbox: left } = takePatches(outbox, mode);
  if (patches.length === 0) return { message, literal: [] };
  const merge = noChange();
  const changed = source === message ? replaceAt(message, from, left) : (snapshot(message) as Message);
  for (const patch of patches) mergeInto(changed, below(pathOf(route.to), patch), merge);
  if (merge.collides) mode.diagnostics.add('case-collision');
  if (merge.drops) mode.diagnostics.add('reserved-key');
  return { message: changed, literal: merge.literal };
}

/** The function `all`: moves everything that stands at `from` to `to`, patches or not. From a request it copies. */
function moveAll(message: Message, route: PatchRoute): Message {
  const [source, from] = sourceOf(message, route);
  const found = dig(source, from);
  if (!isMap(found)) return message;
  const changed = source === message ? replaceAt(message, from, undefined) : (snapshot(message) as Message);
  mergeInto(changed, below(pathOf(route.to), found), noChange());
  return changed;
}

/** The device over any message: what `patch-from` and `patch-to` of the request say goes before those of the message. */
export const patchDevice: Device = device('patch@1.0', {
  all: over((message, route) => moveAll(message, route)),
  patches: over(patched),
  compute: over(patched),
});

function patched(message: Message, route: PatchRoute, { strict, diagnose }: Context): Message {
  const diagnostics = new Set<string>();
  const { message: changed } = applyPatches(message, route, { strict, state: message, diagnostics });
  for (const code of diagnostics) diagnose(code);
  return changed;
}

function over(run: (message: Message, route: PatchRoute, context: Context) => Message): DeviceFunction {
  return async (subject, request, context) => {
    const message = await subject.load();
    if (!isMap(message)) return new ValueSubject(undefined);
    return new ValueSubject(run(message, routeOf(new Map([...message, ...request]), request), context), subject.device);
  };
}

const ROUTE = /^(?:(base|req):)?(.*)$/s;

/** The message that `from` leads into, and the path there. */
function sourceOf(message: Message, { from, request }: PatchRoute): [Message, string[]] {
  const [, root, path] = (typeof from === 'string' && ROUTE.exec(from)) || [];
  return [root === 'req' ? request : message, pathOf(path)];
}

const pathOf = (path: Value | undefined): string[] =>
  typeof path === 'string'
    ? path
        .replace(/^base:/, '')
        .split('/')
        .filter((key) => key !== '')
        .map(normalizeKey)
    : [];

const below = (path: readonly string[], value: MapValue): MapValue =>
  path.reduceRight<MapValue>((inner, key) => new Map([[key, inner]]), value);

/** A deep copy of `message` with `value` at `path`, or without anything there. */
function replaceAt(message: Message, path: readonly string[], value: Message | undefined): Message {
  const copy = snapshot(message);
  const key = path.at(-1);
  const parent = dig(copy, path.slice(0, -1));
  if (key === undefined || !isMap(parent) || !isMap(copy)) return snapshot(value ?? new Map()) as Message;
  if (value) parent.set(key, value);
  else parent.delete(key);
  return copy;
}

/** Key names count in any case, values exactly. */
const withLowerKeys = (message: Message): Message =>
  new Map([...message].map(([key, value]) => [normalizeKey(key), value]));

const isPatch = (message: Message): boolean =>
  message.get('device') === 'patch@1.0' || message.get('method') === 'PATCH';

const withoutMethod = (keys: Message): MapValue => new Map([...keys].filter(([key]) => key !== 'method'));

/** The keys that a patch sets: every map, and what is no envelope. */
function stateOf(keys: Message): MapValue {
  return new Map([...keys].filter(([key, value]) => isMap(value) || !ENVELOPE.has(key)));
}

/** Every message of an aos process brings these, and every process has them: that would be said of all programs. */
const EVERYWHERE = new Set(['device', 'data-protocol', 'variant', 'type']);

/** Whether a node would lose a key of the state to the envelope of this patch. */
const overwrites = (keys: Message, state: MapValue): boolean =>
  [...keys].some(([key, value]) => ENVELOPE.has(key) && !EVERYWHERE.has(key) && !isMap(value) && state.has(key));

/** What patches set together on nothing. */
function allOf(patches: readonly [string, MapValue][]): MapValue {
  const all: MapValue = new Map();
  for (const [, keys] of patches) mergeInto(all, stateOf(keys), noChange());
  return all;
}

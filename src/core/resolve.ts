/** A path is a program: each segment is a message applied to the state so far by a device. */
import type { Context, Device } from './device.ts';
import { PocketbeamError } from './errors.ts';
import { isId } from './ids.ts';
import { OverlaySubject } from './overlay-subject.ts';
import { ValueSubject, type Subject } from './subject.ts';
import { splitOnce } from './hyperpath/split.ts';
import type { HyperPath, Parameters, Segment } from './hyperpath/types.ts';
import { Atom, isInteger, isList, isMap, type Message, type Value } from './value.ts';

/** The devices of a node, and how it finds a message by its id. */
export interface Resolver {
  device(name: string): Device | undefined;
  /** Devices whose functions every message has. */
  readonly base: Device;
  /** The message that an id names, or undefined when the segment is no id. */
  find(segment: Segment, context: Context): Promise<Subject | undefined>;
}

/** What does not change on the way along a path. */
interface Walk {
  resolver: Resolver;
  context: Context;
  /** The request with the keys of the query. */
  request: Message;
}

/**
 * What a request is answered with. Most paths are followed; three that name one message and ask nothing of it are
 * answered as a real node was seen to do:
 * - one inline message (`/~message@1.0&a=1`, also of a device that there is not): 200 and no keys at all;
 * - the same with an untyped `status` among its parameters: 404. Why is not known; only `status` was seen to matter;
 * - one sub-path in brackets that leads to no message: 404.
 * These 404 are messages, without the `ao-result` that a missing key is answered with.
 * @throws PocketbeamError as {@link follow}.
 */
export async function resolve(
  resolver: Resolver,
  path: HyperPath,
  request: Message,
  context: Context,
): Promise<Subject> {
  const [only, ...others] = path.segments;
  if (!only || others.length > 0) return follow(resolver, path, request, context);
  if (only.path) {
    const value = await (await follow(resolver, path, request, context)).load();
    return isMap(value) || isList(value) ? new ValueSubject(value) : nothing();
  }
  if (only.key !== '' || only.device === undefined) return follow(resolver, path, request, context);
  const status = only.parameters.get('status');
  return status && 'value' in status && typeof status.value === 'string' ? nothing() : new ValueSubject(new Map());
}

/** 404 as a message. */
const nothing = (): Subject =>
  new ValueSubject(
    new Map<string, Value>([
      ['body', new Atom('not_found')],
      ['status', 404],
    ]),
  );

/**
 * Folds the segments of `path` over the message that the first one names, or over the request itself.
 * Nothing is loaded: the caller loads what the path leads to.
 * @param base what the path leads on from, in place of what its first segment names.
 * @throws PocketbeamError `unknown-device`, and whatever a device function throws.
 */
export async function follow(
  resolver: Resolver,
  path: HyperPath,
  request: Message,
  context: Context,
  base?: Subject,
): Promise<Subject> {
  const bare: Walk = { resolver, context, request };
  const walk: Walk = { ...bare, request: await withParameters(request, path.query, bare) };
  return fold(path.segments, walk, { scopes: path.scopes, base });
}

async function fold(
  segments: Segment[],
  walk: Walk,
  { scopes, base }: { scopes?: HyperPath['scopes']; base?: Subject | undefined } = {},
): Promise<Subject> {
  /** The request as the `n`-th message of the path sees it. */
  const requestOf = async (n: number): Promise<Message> => {
    const scope = scopes?.get(n);
    return scope ? withParameters(walk.request, scope, walk) : walk.request;
  };
  const [first, ...rest] = segments;
  const request = await requestOf(0);
  const named = first && !base ? await baseOf(first, walk, request) : undefined;
  let subject = base ?? named ?? requested(request, walk.context);
  let n = 0;
  for (const segment of named ? rest : segments) subject = await step(subject, segment, walk, await requestOf(++n));
  return subject;
}

/** The request as what a path leads on from. One that is posted says its device itself: `/push` of a process message. */
function requested(request: Message, { incoming, strict }: Context): Subject {
  const own = incoming && !strict ? request.get('device') : undefined;
  return new ValueSubject(request, typeof own === 'string' ? own : undefined);
}

/** The message that the first segment of a path stands for; undefined when it is a key of the request. */
async function baseOf(first: Segment, walk: Walk, request: Message): Promise<Subject | undefined> {
  const { key, path, device } = first;
  if (path) {
    const led = await subPath(path, walk);
    return cast(led, device ?? led.device, await parameters(first.parameters, walk));
  }
  if (key === '' && device !== undefined) {
    const own = await parameters(first.parameters, walk);
    return new ValueSubject(new Map([...request, ['device', device], ...own]), device);
  }
  const found = await walk.resolver.find(first, walk.context);
  return found && cast(found, found.device, await parameters(first.parameters, walk));
}

/** What a sub-path at the beginning leads to; an id is the message that it names. */
async function subPath(path: Segment[], walk: Walk): Promise<Subject> {
  const subject = await fold(path, walk);
  const value = await subject.load();
  if (typeof value !== 'string' || !isId(value)) return subject;
  return (await walk.resolver.find({ key: value, parameters: new Map() }, walk.context)) ?? subject;
}

async function step(subject: Subject, segment: Segment, walk: Walk, request: Message): Promise<Subject> {
  const { resolver, context } = walk;
  const name = segment.device ?? subject.device;
  const device = resolver.device(name);
  if (!device)
    throw new PocketbeamError('unknown-device', `There is no device ${name}.`, {
      next: 'Check the name and version: message@1.0, process@1.0, json@1.0 …',
      status: 500,
    });
  if (segment.key === '' && !segment.path) return cast(subject, name, await parameters(segment.parameters, walk));
  const key = segment.path ? await keyOf(segment.path, walk) : segment.key;
  if (key === undefined) return new ValueSubject(undefined);
  // On a node the device named is the one that is asked for the key, not that of what the key gives.
  const lasts = segment.device !== undefined && !device.otherwise && !context.strict;
  // `compute=3`, as newer nodes read it; those of May 2025 find no such key.
  const [short, argument] = context.strict || device === resolver.base ? [key] : splitOnce(key, '=');
  const run =
    device.functions.get(short) ??
    (device.inherits?.has(key) === false ? undefined : resolver.base.functions.get(key)) ??
    device.otherwise?.(key) ??
    (lasts ? resolver.device(subject.device)?.functions.get(short) : undefined);
  if (!run && device.missing.has(key)) throw notImplemented(`${name}/${key}`);
  const found = run
    ? await run(subject, await requestTo(segment, short, argument, walk, request), context)
    : subject.at(key);
  return lasts && !device.functions.has(short) ? found.as(name) : found;
}

/** The message that a function is run with: the request, and over it what the segment says. */
async function requestTo(
  segment: Segment,
  name: string,
  argument: string | undefined,
  walk: Walk,
  request: Message,
): Promise<Message> {
  const called = argument === undefined ? request : new Map([...request, [name, argument]]);
  return withParameters(called, segment.parameters, walk);
}

/** `message` itself where there are none: reads are many. */
async function withParameters(message: Message, given: Parameters, walk: Walk): Promise<Message> {
  return given.size > 0 ? new Map([...message, ...(await parameters(given, walk))]) : message;
}

/** 501 for what a real node has and this one does not. */
export const notImplemented = (what: string): PocketbeamError =>
  new PocketbeamError('not-implemented', `${what} is not here yet.`, {
    cause: 'A real HyperBEAM node has it; Pocketbeam does not.',
    next: 'src/devices/README.md lists what each device can do here.',
    status: 501,
  });

/** A message under another device, with the parameters of the cast set over it. */
function cast(subject: Subject, device: string, keys: Message): Subject {
  return keys.size > 0 ? new OverlaySubject(subject, keys, device) : subject.as(device);
}

/** The key that a sub-path in place of one leads to: a text or an integer. */
async function keyOf(path: Segment[], walk: Walk): Promise<string | undefined> {
  const value = await (await fold(path, walk)).load();
  return typeof value === 'string' ? value : value !== undefined && isInteger(value) ? String(value) : undefined;
}

/** Parameters with their sub-paths resolved; those that lead to nothing are left out. */
async function parameters(given: Parameters, walk: Walk): Promise<Message> {
  const message: Message = new Map();
  for (const [key, parameter] of given) {
    const value = 'value' in parameter ? parameter.value : await (await fold(parameter.path, walk)).load();
    if (value !== undefined) message.set(key, value);
  }
  return message;
}

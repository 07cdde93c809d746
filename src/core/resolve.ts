/** A path is a program: each segment is a message applied to the state so far by a device. */
import type { Context, Device } from './device.ts';
import { PocketbeamError } from './errors.ts';
import { ValueSubject, type Subject } from './subject.ts';
import type { HyperPath, Parameter, Segment } from './hyperpath/types.ts';
import type { Message } from './value.ts';

/** The devices of a node, and how it finds a message by its id. */
export interface Resolver {
  device(name: string): Device | undefined;
  /** Devices whose functions every message has. */
  readonly base: Device;
  /** The message that an id names, or undefined when the segment is no id. */
  find(segment: Segment, context: Context): Promise<Subject | undefined>;
}

/**
 * Folds the segments of `path` over the message that the first one names, or over the request itself.
 * Nothing is loaded: the caller loads what the path leads to.
 * @throws PocketbeamError `unknown-device`, and whatever a device function throws.
 */
export async function resolve(
  resolver: Resolver,
  path: HyperPath,
  request: Message,
  context: Context,
): Promise<Subject> {
  const [first, ...rest] = path.segments;
  const whole = new Map([...request, ...(await parameters(resolver, path.query, request, context))]);
  let segments = rest;
  let subject = first && (await resolver.find(first, context));
  if (!subject && first && first.key === '' && first.device !== undefined) {
    const own = await parameters(resolver, first.parameters, request, context);
    subject = new ValueSubject(new Map([...whole, ['device', first.device], ...own]), first.device);
  }
  if (!subject) {
    subject = new ValueSubject(whole);
    segments = path.segments;
  }
  for (const segment of segments) subject = await step(resolver, subject, segment, whole, context);
  return subject;
}

async function step(
  resolver: Resolver,
  subject: Subject,
  segment: Segment,
  whole: Message,
  context: Context,
): Promise<Subject> {
  const { key } = segment;
  const name = segment.device ?? subject.device;
  const device = resolver.device(name);
  if (!device)
    throw new PocketbeamError('unknown-device', `There is no device ${name}.`, {
      next: 'Check the name and version: message@1.0, process@1.0, json@1.0 …',
      status: 500,
    });
  if (key === '') return subject.as(name);
  const run = device.functions.get(key) ?? resolver.base.functions.get(key);
  if (run) {
    const own = await parameters(resolver, segment.parameters, whole, context);
    return run(subject, new Map([...whole, ...own]), context);
  }
  if (device.missing.has(key)) throw notImplemented(`${name}/${key}`);
  const found = subject.at(key);
  return segment.device === undefined ? found : found.as(name);
}

const notImplemented = (what: string): PocketbeamError =>
  new PocketbeamError('not-implemented', `${what} is not here yet.`, {
    cause: 'A real HyperBEAM node has it; Pocketbeam does not.',
    next: 'src/devices/README.md lists what each device can do here.',
    status: 501,
  });

/** Parameters with their sub-paths resolved. */
async function parameters(
  resolver: Resolver,
  given: ReadonlyMap<string, Parameter>,
  request: Message,
  context: Context,
): Promise<Message> {
  const message: Message = new Map();
  for (const [key, parameter] of given) {
    const value =
      'value' in parameter ? parameter.value : await (await resolve(resolver, parameter.path, request, context)).load();
    if (value !== undefined) message.set(key, value);
  }
  return message;
}

/** `ao.resolve` from the host's side: a call is made until nothing it asks is left open (core/ports/engine.ts, LuaCall). */
import type { Context, ResolveOptions } from '../core/device.ts';
import { FailedAnswer, PocketbeamError } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import type { LuaAnswer, LuaCall, LuaResolved } from '../core/ports/engine.ts';
import { ValueSubject, type Subject } from '../core/subject.ts';
import { binary, isList, isMap, type Message, type Value } from '../core/value.ts';
import { readOnly } from './read-only.ts';

/** Questions of one call. Each means running the call once more. */
const MAX_QUESTIONS = 64;

/** What a call has led to, with no question open. */
export type LuaResult = Exclude<LuaAnswer, { readonly asks: readonly Value[] }>;

/** Asks what a program asked. */
export type Ask = (question: readonly Value[]) => Promise<LuaResolved>;

/**
 * Runs a call to its end.
 * @param resolved answers that are known already; those found are added to it.
 */
export async function runAsking(
  call: Omit<LuaCall, 'resolved'>,
  resolved: LuaResolved[],
  run: (call: LuaCall) => Promise<LuaAnswer>,
  ask: Ask,
): Promise<LuaResult> {
  for (;;) {
    const answer = await run({ ...call, resolved });
    if (!('asks' in answer)) return answer;
    if (resolved.length >= MAX_QUESTIONS) {
      const message = `A call may ask ao.resolve ${MAX_QUESTIONS} times.`;
      return { error: { code: 'too-many-questions', message } };
    }
    resolved.push(await ask(answer.asks));
  }
}

/** Nothing that a program should take for an answer: another try may go well. */
const PASSING = new Set([
  'no-engine',
  'engine-busy',
  'leader-changed',
  'worker-failed',
  'stopped',
  'database-blocked',
  'storage-full',
]);

/**
 * Answers one question as `ao.resolve` does: `ok` and what the path leads to, else `error` and `not_found`, what the
 * device answered, or `{ status, code, body }`.
 * @throws PocketbeamError for what is no answer, such as `no-engine`.
 */
export async function answerQuestion(
  question: readonly Value[],
  context: Context,
  devices: ReadonlySet<string> | undefined,
): Promise<LuaResolved> {
  try {
    const store = readOnly(context.store);
    const value = await look(question, context, devices ? { devices, store } : { store });
    return value === undefined ? { status: 'error', value: 'not_found' } : { status: 'ok', value };
  } catch (error) {
    if (!(error instanceof PocketbeamError) || PASSING.has(error.code)) throw error;
    if (error instanceof FailedAnswer) return { status: 'error', value: error.value };
    const { status, code, message } = error;
    const body = binary(message);
    return { status: 'error', value: new Map<string, Value>([...Object.entries({ status, code, body })]) };
  }
}

/** One message or path is a whole request; of several the first is what the others are asked of, one after the other. */
async function look(question: readonly Value[], context: Context, options: ResolveOptions): Promise<Value | undefined> {
  const [first = '', ...rest] = question;
  if (rest.length === 0) {
    const { path, request } = asked(first);
    return path === undefined ? request : context.resolve(path, request, options);
  }
  const asks = rest.map(asked);
  if (typeof first === 'string' && isId(first) && asks.every(({ request }) => request.size === 0))
    return context.resolve([first, ...asks.map(({ path }) => path ?? '')].join('/'), new Map(), options);
  let value: Value | undefined = typeof first === 'string' ? await context.resolve(first, new Map(), options) : first;
  for (const { path, request } of asks) {
    if (value === undefined) return undefined;
    const base = subjectOf(value);
    value = await context.resolve(path ?? '', request, { ...options, base });
  }
  return value;
}

/** The path and the other keys of a message, or of `{ "as", device, message }`; a text is a path alone. */
function asked(given: Value): { path: string | undefined; request: Message } {
  if (typeof given === 'string') return { path: given, request: new Map() };
  const [message, device] = isList(given) && given[0] === 'as' ? [given[2], given[1]] : [given, undefined];
  if (!isMap(message)) throw badQuestion();
  const request = new Map(message);
  request.delete('path');
  const path = message.get('path');
  if (path !== undefined && typeof path !== 'string') throw badQuestion();
  if (typeof device !== 'string') return { path, request };
  return { path: `~${device}/${path ?? ''}`, request };
}

/** The message a question starts from, under the device it names. A process' state is data here: it has no id. */
function subjectOf(value: Value): Subject {
  if (isList(value) && value[0] === 'as') return new ValueSubject(value[2], String(value[1]));
  const device = isMap(value) ? value.get('device') : undefined;
  return new ValueSubject(value, typeof device === 'string' && device !== 'process@1.0' ? device : undefined);
}

const badQuestion = (): PocketbeamError =>
  new PocketbeamError('bad-question', 'ao.resolve takes messages and paths.', {
    next: 'ao.resolve({ path = "/~message@1.0&a=1/a" }), ao.resolve("<process>", "compute/cache/x"), ao.resolve(base, "key").',
    status: 400,
  });

/**
 * `lua@5.3a`: dynamic reads (spec/hyperbeam.md). `<message>/~lua@5.3a&module=<id>/<function>` calls a function of the
 * module on the message, which keeps nothing of it; keys of the message come before functions of the same name. What a
 * process does with its own module in a slot is lua-compute.ts.
 */
import { device, type Context, type Device } from '../core/device.ts';
import { FailedAnswer, PocketbeamError } from '../core/errors.ts';
import { normalizeKey } from '../core/ids.ts';
import type { AosError } from '../core/ports/engine.ts';
import { ValueSubject, type Subject } from '../core/subject.ts';
import { isMap, text, type Message, type Value } from '../core/value.ts';
import { asMessage } from './json.ts';
import { callOf, withLists } from './lua-call.ts';
import { devicesOf } from './lua-modules.ts';
import { answerQuestion, runAsking, type LuaResult } from './lua-questions.ts';

const NAME = 'lua@5.3a';

export const luaDevice: Device = {
  ...device(NAME, {
    /** Loads the modules, for what they get wrong; then `functions` can be asked. */
    async init(subject, request, context) {
      const message = await messageOf(subject);
      if (!message) return new ValueSubject(undefined);
      await call(message, request, undefined, context);
      return new InitializedSubject(message, NAME);
    },
    /** The names of the functions that the modules define. Nothing before `init`, as on a node. */
    async functions(subject, request, context) {
      if (!(subject instanceof InitializedSubject)) return new ValueSubject(undefined);
      return new ValueSubject(await call(subject.value, request, undefined, context));
    },
  }),
  inherits: new Set(['keys', 'set']),
  otherwise: (key) => async (subject, request, context) => {
    const base = await messageOf(subject);
    if (!base || OWN.has(key) || base.has(normalizeKey(key))) return subject.at(key);
    const own = request.get('commitments') ?? (await context.commitments?.());
    const asked: Message = new Map([...request, ['path', key], ...(own ? [['commitments', own] as const] : [])]);
    const value = await call(base, asked, key, context);
    // A function that returns its base can be followed by another one.
    return new ValueSubject(value, isMap(value) && value.get('device') === NAME ? NAME : undefined);
  },
};

/** Never functions of a module: the device has these on a node, for its own use. */
const OWN = new Set(['encode', 'decode']);

/** A message whose modules are known to load. */
class InitializedSubject extends ValueSubject {
  constructor(
    override readonly value: Message,
    device: string,
  ) {
    super(value, device);
  }
}

/** What functions get as their base: the message under this device, without what a node keeps to itself. */
async function messageOf(subject: Subject): Promise<Message | undefined> {
  const value = await subject.load();
  if (value === undefined) return undefined;
  const entries = [...asMessage(value)].filter(([key]) => !key.startsWith('priv'));
  return new Map([...entries, ['device', NAME]]);
}

/**
 * Calls a function, or lists those there are.
 * @throws FailedAnswer for a status other than ok; PocketbeamError: what the program ended with, `unknown-message`
 * (500 in strict) and `no-module` for its modules, `no-engine`
 */
async function call(base: Message, request: Message, key: string | undefined, context: Context): Promise<Value> {
  const now = await context.store.now();
  const open = await callOf({ definition: base, base, request, key }, now, context.store).catch((error: unknown) => {
    throw error instanceof PocketbeamError && context.strict
      ? new PocketbeamError(error.code, error.message, { status: 500 })
      : error;
  });
  const answer = await runAsking(
    open,
    [],
    (one) => context.computer.read(one),
    (question) => answerQuestion(question, context, devicesOf(base)),
  );
  return valueOf(answer, open.function ?? 'init');
}

function valueOf(answer: LuaResult, name: string): Value {
  if ('error' in answer) throw failureOf(answer.error, name);
  const { status, value } = answer;
  if (status !== 'ok') throw failedAnswer(status, value);
  if (value !== undefined) return withLists(value);
  throw new PocketbeamError('no-result', `The function ${text(name)} returned nothing.`, {
    cause: 'HTTP has no form for nil.',
    next: 'Return a table, a string or a number.',
    details: { function: text(name) },
  });
}

/** `return "error", value`: its own status, else 400. */
function failedAnswer(status: string, value: Value | undefined): FailedAnswer {
  const message = new Map(asMessage(withLists(value ?? text(status))));
  const given = Number(message.get('status'));
  const code = Number.isInteger(given) && given >= 200 && given <= 599 ? given : 400;
  return new FailedAnswer(message.set('status', code), { status: code });
}

function failureOf({ code, message, line }: AosError, name: string): PocketbeamError {
  return new PocketbeamError(code, text(message), {
    ...(code === 'unknown-function'
      ? { next: 'Functions of a module are globals: function name(base, req) … end.' }
      : {}),
    details: { function: text(name), ...(line === undefined ? {} : { line }) },
  });
}

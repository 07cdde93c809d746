/**
 * `.lifecycle`: the steps that every message takes around its handlers (spec/aos.md §1 steps 1, 3 to 5 and 11). Native
 * because they run for every message, whatever the program does.
 */
import { arrayOf } from '../arrays.ts';
import { checkTable, isTruthy, produced } from '../lib/arguments.ts';
import { defineNativeClosure, NativeClosure, type StatefulBody } from '../lib/native-closure.ts';
import { NONE, type NativeBody, type Runtime } from '../native.ts';
import { rawEquals } from '../number/int64.ts';
import { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { areOwn } from './dispatch-natives.ts';
import { type EnvFacts, factsOf } from './env-facts.ts';
import { field, keys, setField, truthyField } from './fields.ts';
import { nativeModule } from './native-module.ts';
import { prompt, promptText, VERSION } from './prompt.ts';

const inAo = keys('init', 'id', '_module', 'authorities', 'outbox', 'env', 'isAssignment', 'result', 'Nonce');
const inGlobals = keys('Errors', 'Inbox', 'Owner', 'Name', 'os', 'Seeded', 'Prompt', 'Nonce');
const inMessage = keys('Id', 'From', 'Owner', 'Target', 'Tags', 'Timestamp', 'Nonce', 'Action');
const inTags = keys('Content-Type', 'From-Process');
const inOs = keys('time', 'date');
const inClock = keys('timestamp');
const inHandlers = keys('list');
const inOutbox = keys('Error');
const inFailure = keys('now');
const inLog = keys('lines');

/** Where the parts of the runtime are in the list that process.lua gives, from 0. */
const PART = {
  ao: 0,
  clock: 1,
  Handlers: 2,
  eval: 3,
  default: 4,
  failure: 5,
  log: 6,
  prepare: 7,
  time: 8,
  date: 9,
} as const;

/** The stamp of a table that no transaction saves. A small integer as all stamps, or V8 would make all of them others. */
const NEVER_SAVED = 2 ** 30 - 1;

/** Adds every authority that is not there. */
function adopt(rt: Runtime, ao: LuaTable, { tags, authorities: claimed }: EnvFacts): void {
  const authorities = inAo.authorities.of(rt, ao);
  if (!(authorities instanceof LuaTable)) throw rt.error('ao.authorities: table expected');
  rt.charge(tags);
  for (const authority of claimed) {
    rt.charge(authorities.array.length);
    if (!authorities.array.includes(authority)) authorities.append(authority);
  }
}

/** `ao.clearOutbox()` of an `ao`. */
function emptyOutbox(rt: Runtime, ao: LuaTable): void {
  const { heap } = rt;
  const empty = (): LuaTable => new LuaTable(heap);
  const nodes = arrayOf<LuaValue>('Output', empty(), 'Messages', empty(), 'Spawns', empty(), 'Assignments', empty());
  inAo.outbox.set(rt, ao, new LuaTable(heap, nodes));
}

const clearOutbox: StatefulBody = (rt, ao) => {
  emptyOutbox(rt, ao);
  return NONE;
};

/** Whether a function of `ao` is still the runtime's own. */
const isOwn = (fn: LuaValue, name: string, ao: LuaTable): boolean =>
  fn instanceof NativeClosure && fn.name === name && fn.state === ao;

/** What the environment says becomes that of `ao`: id, module, authorities. The outbox is a new one. */
function takeOver(rt: Runtime, ao: LuaTable, env: LuaValue, facts: EnvFacts): void {
  if (inAo.id.of(rt, ao) === '') setField(rt, ao, 'id', facts.id);
  adopt(rt, ao, facts);
  if (isTruthy(facts.module) && inAo._module.of(rt, ao) === '') setField(rt, ao, '_module', facts.module);
  emptyOutbox(rt, ao);
  inAo.env.put(rt, ao, env);
}

/** ao.init(env): takes over what the environment says (an Authority tag may list several). */
const init: StatefulBody = (rt, ao, [env]) => {
  takeOver(rt, ao, env, factsOf(rt, env));
  return NONE;
};

/** Forgets what the message before printed and what went wrong with it. */
function forget(rt: Runtime, failure: LuaTable, log: LuaTable): void {
  inFailure.now.put(rt, failure, false);
  const lines = inLog.lines.of(rt, log);
  if (!(lines instanceof LuaTable) || lines.array.length > 0) setField(rt, log, 'lines', rt.newTable());
}

/** What was printed, undefined where that is not all text. */
function printed(rt: Runtime, log: LuaValue): string | undefined {
  const lines = inLog.lines.of(rt, log);
  if (!(lines instanceof LuaTable)) return undefined;
  const { array } = lines;
  if (array.length === 0) return '';
  return array.every((line) => typeof line === 'string') ? produced(rt, array.join('\n')) : undefined;
}

/**
 * begin(msg, env, parts [, isVouched]): what a message sets: all that `ao.init` does, `ao.id`, `Owner` and `Name` where they are
 * not known, `Inbox`, `Errors`, `Nonce`, and the time. `parts` is the list of the runtime's: see process.lua. `time` and `date`
 * are the functions that stand in the place of `os.time` and `os.date`; `prepare` is called where there is anything for it to
 * do. `isVouched`: the host knows that {@link needsJudgement} is false of the message.
 * Returns whether it is the process message, and whether steps 6 to 8 have anything to do; or just false where neither is
 * so and the handlers of the runtime are in place (step 9).
 */
const begin: NativeBody = (rt, args) => {
  const msg = checkTable(rt, args, 1);
  const env = checkTable(rt, args, 2);
  const parts = checkTable(rt, args, 3).array;
  const ao = parts[PART.ao] as LuaTable;
  forget(rt, parts[PART.failure] as LuaTable, parts[PART.log] as LuaTable);
  let facts = factsOf(rt, env);
  if (facts.brings || !isTruthy(inGlobals.Seeded.of(rt, rt.globals))) {
    rt.call(parts[PART.prepare], [msg, env]);
    facts = factsOf(rt, env);
  }
  const { globals } = rt;
  const start = inAo.init.of(rt, ao);
  // The host vouches by the environment as it was, which code of the program may change.
  let isVouched = args[3] === true;
  if (isOwn(start, 'aos.init', ao)) takeOver(rt, ao, env, facts);
  else {
    rt.call(start, [env]);
    facts = factsOf(rt, env);
    isVouched = false;
  }
  const { process, id } = facts;
  const isFirst = inMessage.Id.of(rt, msg) === id;
  inAo.id.put(rt, ao, id);
  if (!isTruthy(inGlobals.Errors.of(rt, globals))) setField(rt, globals, 'Errors', rt.newTable());
  if (!isTruthy(inGlobals.Inbox.of(rt, globals))) setField(rt, globals, 'Inbox', rt.newTable());
  if (isFirst && !isTruthy(inGlobals.Owner.of(rt, globals))) {
    const sender = truthyField(rt, field(rt, process, 'Tags'), 'From-Process');
    setField(rt, globals, 'Owner', sender ?? field(rt, msg, 'From'));
  }
  if (!isTruthy(inGlobals.Name.of(rt, globals))) {
    setField(rt, globals, 'Name', truthyField(rt, field(rt, process, 'Tags'), 'Name') ?? 'aos');
  }
  const clock = parts[PART.clock] as LuaTable;
  // Every message sets it, so there is nothing to undo.
  clock.stamp = NEVER_SAVED;
  inClock.timestamp.set(rt, clock, inMessage.Timestamp.of(rt, msg));
  const os = inGlobals.os.of(rt, globals);
  if (os instanceof LuaTable) {
    inOs.time.put(rt, os, parts[PART.time]);
    inOs.date.put(rt, os, parts[PART.date]);
  }
  const nonce = inMessage.Nonce.of(rt, msg);
  inGlobals.Nonce.set(rt, globals, nonce);
  inAo.Nonce.set(rt, ao, nonce);
  const isUnusual =
    !isOwn(inAo.isAssignment.of(rt, ao), 'aos.isAssignment', ao) || (!isVouched && needsJudgement(rt, msg, ao));
  if (isFirst || isUnusual) return [isFirst, isUnusual];
  const list = inHandlers.list.of(rt, parts[PART.Handlers]);
  const isReady = list instanceof LuaTable && areOwn(rt, list, parts[PART.eval], parts[PART.default]);
  return isReady ? false : [false, false];
};

/** What an outbox and a result hold, in the order that `pairs` shows. */
const PARTS = ['Output', 'Messages', 'Spawns', 'Assignments'];

/** ao.result(result): the result of a message from what `result` gives and the outbox holds. An Error leaves nothing else. */
const result: StatefulBody = (rt, ao, args) => {
  const given = isTruthy(args[0]) ? args[0] : rt.newTable();
  const outbox = inAo.outbox.of(rt, ao);
  const either = (key: string): LuaValue => {
    return truthyField(rt, given, key) ?? field(rt, outbox, key);
  };
  const error = either('Error');
  if (isTruthy(error)) return new LuaTable(rt.heap, ['Error', error]);
  const nodes: LuaValue[] = [];
  for (const key of PARTS) {
    const value = either(key);
    if (value !== undefined) nodes.push(key, value);
  }
  return new LuaTable(rt.heap, nodes);
};

/** ao.isAssignment(msg): whether the message was meant for another process. */
const isAssignment: StatefulBody = (rt, ao, [msg]) => isForAnother(rt, ao, msg);

const isForAnother = (rt: Runtime, ao: LuaTable, msg: LuaValue): boolean =>
  !rawEquals(inMessage.Target.of(rt, msg), inAo.id.of(rt, ao));

/** Whether a message has JSON to decode, a hint to remember, a sender to be trusted or another process as its target. */
function needsJudgement(rt: Runtime, msg: LuaTable, ao: LuaTable): boolean {
  const tags = inMessage.Tags.of(rt, msg);
  return (
    inTags['Content-Type'].of(rt, tags) === 'application/json' ||
    isTruthy(inTags['From-Process'].of(rt, tags)) ||
    !rawEquals(inMessage.From.of(rt, msg), inMessage.Owner.of(rt, msg)) ||
    isForAnother(rt, ao, msg)
  );
}

/**
 * finish(msg, parts): the outbox, the text printed and the prompt after a message with which nothing was out of the ordinary;
 * nothing after any other.
 */
const finish: NativeBody = (rt, args) => {
  const parts = checkTable(rt, args, 2).array;
  const ao = parts[PART.ao] as LuaTable;
  const outbox = inAo.outbox.of(rt, ao);
  const text = printed(rt, parts[PART.log]);
  const isOrdinary =
    text !== undefined &&
    !isTruthy(inOutbox.Error.of(rt, outbox)) &&
    !isTruthy(inFailure.now.of(rt, parts[PART.failure])) &&
    inMessage.Action.of(rt, args[0]) !== 'Eval' &&
    isOwn(inAo.result.of(rt, ao), 'aos.result', ao) &&
    inGlobals.Prompt.of(rt, rt.globals) === prompt;
  return isOrdinary ? [outbox, text, promptText(rt)] : NONE;
};

const closures = {
  init: defineNativeClosure('aos.init', init),
  clearOutbox: defineNativeClosure('aos.clearOutbox', clearOutbox),
  isAssignment: defineNativeClosure('aos.isAssignment', isAssignment),
  result: defineNativeClosure('aos.result', result),
};

const functions = nativeModule('aos.lifecycle', {
  begin,
  finish,
  // Gives `ao` its functions. Called once.
  equip: (rt, args) => {
    const ao = checkTable(rt, args, 1);
    for (const [name, make] of Object.entries(closures)) ao.setString(name, make(ao));
    return NONE;
  },
});

/** The module table: `begin`, `finish`, `prompt`, `equip(ao)`, `version`. */
export function createLifecycle(rt: Runtime): LuaTable {
  const table = functions(rt);
  table.setString('prompt', prompt);
  table.setString('version', VERSION);
  return table;
}

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
import { own } from './dispatch-natives.ts';
import { field, keys, setField, truthyField } from './fields.ts';
import { nativeModule } from './native-module.ts';
import { prompt, promptText, VERSION } from './prompt.ts';

const inAo = keys('init', 'id', '_module', 'authorities', 'outbox', 'env', 'isAssignment', 'result', 'Nonce');
const inEnv = keys('Process', 'Files', 'Drive');
const inProcess = keys('Id', 'TagArray', 'Tags');
const inGlobals = keys('Errors', 'Inbox', 'Owner', 'Name', 'os', 'Seeded', 'Prompt', 'Nonce');
const inMessage = keys('Id', 'From', 'Owner', 'Target', 'Tags', 'Timestamp', 'Nonce', 'Action');
const inTags = keys('Content-Type', 'From-Process');
const inOs = keys('time', 'date');
const inClock = keys('timestamp', 'time', 'date');
const inHandlers = keys('list');
const inOutbox = keys('Error');
const inFailure = keys('now');
const inLog = keys('lines');
const inParts = keys('ao', 'clock', 'Handlers', 'eval', 'default', 'failure', 'log', 'prepare');

/** Adds every address of the `Authority` tags that is not there; returns the `Module` tag. */
function adopt(rt: Runtime, ao: LuaTable, tags: LuaValue): LuaValue {
  const authorities = inAo.authorities.of(rt, ao);
  if (!(authorities instanceof LuaTable)) throw rt.error('ao.authorities: table expected');
  if (!(tags instanceof LuaTable)) throw rt.error('Process.Tags: table expected');
  rt.charge(tags.array.length);
  let module: LuaValue;
  for (const tag of tags.array) {
    if (!(tag instanceof LuaTable)) continue;
    const name = tag.getString('name');
    if (name === 'Module') module ??= tag.getString('value');
    if (name !== 'Authority') continue;
    const value = tag.getString('value');
    if (typeof value !== 'string') continue;
    for (const authority of value.split(',')) {
      rt.charge(authorities.array.length);
      if (authority !== '' && !authorities.array.includes(authority)) authorities.append(authority);
    }
  }
  return module;
}

/** What an outbox holds, in the order that `pairs` shows. */
const PARTS = ['Output', 'Messages', 'Spawns', 'Assignments'];

const clearOutbox: StatefulBody = (rt, ao) => {
  const nodes = arrayOf<LuaValue>();
  for (const part of PARTS) nodes.push(part, rt.newTable());
  inAo.outbox.set(rt, ao, new LuaTable(rt.heap, nodes));
  return NONE;
};

/** Whether a function of `ao` is still the runtime's own. */
const isOwn = (fn: LuaValue, name: string, ao: LuaTable): boolean =>
  fn instanceof NativeClosure && fn.name === name && fn.state === ao;

/** ao.init(env): takes over what the environment says: id, module, authorities (an Authority tag may list several). */
const init: StatefulBody = (rt, ao, args) => {
  const [env] = args;
  const process = inEnv.Process.of(rt, env);
  if (inAo.id.of(rt, ao) === '') setField(rt, ao, 'id', inProcess.Id.of(rt, process));
  const module = adopt(rt, ao, inProcess.TagArray.truthyOf(rt, process) ?? inProcess.Tags.of(rt, process));
  if (isTruthy(module) && inAo._module.of(rt, ao) === '') setField(rt, ao, '_module', module);
  clearOutbox(rt, ao, args);
  inAo.env.put(rt, ao, env);
  return NONE;
};

/** Forgets what the message before printed and what went wrong with it. */
function forget(rt: Runtime, parts: LuaTable): void {
  const failure = inParts.failure.of(rt, parts) as LuaTable;
  inFailure.now.put(rt, failure, undefined);
  const log = inParts.log.of(rt, parts) as LuaTable;
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
 * begin(msg, env, parts): what a message sets: all that `ao.init` does, `ao.id`, `Owner` and `Name` where they are not
 * known, `Inbox`, `Errors`, `Nonce`, and the time. `parts` are those of the runtime: see process.lua. Its `clock` holds the
 * functions that stand in the place of `os.time` and `os.date`; `prepare` is called where there is anything for it to do.
 * Returns whether it is the process message, and whether steps 6 to 8 have anything to do; or just false where neither is
 * so and the handlers of the runtime are in place (step 9).
 */
const begin: NativeBody = (rt, args) => {
  const msg = checkTable(rt, args, 1);
  const env = checkTable(rt, args, 2);
  const parts = checkTable(rt, args, 3);
  const ao = inParts.ao.of(rt, parts) as LuaTable;
  const clock = inParts.clock.of(rt, parts) as LuaTable;
  forget(rt, parts);
  if (
    isTruthy(inEnv.Files.of(rt, env)) ||
    isTruthy(inEnv.Drive.of(rt, env)) ||
    !isTruthy(inGlobals.Seeded.of(rt, rt.globals))
  ) {
    rt.call(inParts.prepare.of(rt, parts), [msg, env]);
  }
  const { globals } = rt;
  const start = inAo.init.of(rt, ao);
  if (isOwn(start, 'aos.init', ao)) init(rt, ao, [env]);
  else rt.call(start, [env]);
  const process = inEnv.Process.of(rt, env);
  const id = inProcess.Id.of(rt, process);
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
  inClock.timestamp.set(rt, clock, inMessage.Timestamp.of(rt, msg));
  const os = inGlobals.os.of(rt, globals);
  if (os instanceof LuaTable) {
    inOs.time.put(rt, os, inClock.time.of(rt, clock));
    inOs.date.put(rt, os, inClock.date.of(rt, clock));
  }
  const nonce = inMessage.Nonce.of(rt, msg);
  inGlobals.Nonce.set(rt, globals, nonce);
  inAo.Nonce.set(rt, ao, nonce);
  const isUnusual = needsJudgement(rt, msg, ao);
  if (isFirst || isUnusual) return [isFirst, isUnusual];
  const list = inHandlers.list.of(rt, inParts.Handlers.of(rt, parts));
  const handles = [inParts.eval.of(rt, parts), inParts.default.of(rt, parts)] as const;
  const [hasEval, hasDefault] = list instanceof LuaTable ? own(rt, list, ...handles) : [];
  return hasEval && hasDefault ? false : [false, false];
};

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
const isAssignment: StatefulBody = (rt, ao, args) => !rawEquals(inMessage.Target.of(rt, args[0]), inAo.id.of(rt, ao));

/** Whether a message has JSON to decode, a hint to remember, a sender to be trusted or another process as its target. */
function needsJudgement(rt: Runtime, msg: LuaTable, ao: LuaTable): boolean {
  const tags = inMessage.Tags.of(rt, msg);
  return (
    inTags['Content-Type'].of(rt, tags) === 'application/json' ||
    isTruthy(inTags['From-Process'].of(rt, tags)) ||
    !rawEquals(inMessage.From.of(rt, msg), inMessage.Owner.of(rt, msg)) ||
    !isOwn(inAo.isAssignment.of(rt, ao), 'aos.isAssignment', ao) ||
    isAssignment(rt, ao, [msg]) === true
  );
}

/**
 * finish(msg, parts): the outbox, the text printed and the prompt after a message with which nothing was out of the ordinary;
 * nothing after any other.
 */
const finish: NativeBody = (rt, args) => {
  const parts = checkTable(rt, args, 2);
  const ao = inParts.ao.of(rt, parts) as LuaTable;
  const outbox = inAo.outbox.of(rt, ao);
  const text = printed(rt, inParts.log.of(rt, parts));
  const isOrdinary =
    text !== undefined &&
    !isTruthy(inOutbox.Error.of(rt, outbox)) &&
    !isTruthy(inFailure.now.of(rt, inParts.failure.of(rt, parts))) &&
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

/**
 * `.lifecycle`: the steps that every message takes around its handlers (spec/aos.md §1 steps 1, 3 to 5 and 11). Native
 * because they run for every message, whatever the program does.
 */
import { arrayOf } from '../arrays.ts';
import { checkTable, isNumber, isTruthy, produced } from '../lib/arguments.ts';
import { defineNativeClosure, NativeClosure, type StatefulBody } from '../lib/native-closure.ts';
import { NONE, type NativeBody, type Runtime } from '../native.ts';
import { formatNumber } from '../number/text.ts';
import { rawEquals } from '../number/int64.ts';
import { LuaTable } from '../table.ts';
import { typeName } from '../type-name.ts';
import type { LuaValue } from '../value.ts';
import { own } from './dispatch-natives.ts';
import { field, setField, truthyField } from './fields.ts';
import { nativeModule } from './native-module.ts';

/** Version of aos whose behaviour this is. */
const VERSION = '2.0.4';

/** Adds every address of the `Authority` tags that is not there; returns the `Module` tag. */
function adopt(rt: Runtime, ao: LuaTable, tags: LuaValue): LuaValue {
  const authorities = field(rt, ao, 'authorities');
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

/** Writes only what differs: a write costs a place in the journal of the message. */
function put(rt: Runtime, object: LuaTable, key: string, value: LuaValue): void {
  if (field(rt, object, key) !== value) setField(rt, object, key, value);
}

/** What an outbox holds, in the order that `pairs` shows. */
const PARTS = ['Output', 'Messages', 'Spawns', 'Assignments'];

const clearOutbox: StatefulBody = (rt, ao) => {
  const nodes = arrayOf<LuaValue>();
  for (const part of PARTS) nodes.push(part, rt.newTable());
  setField(rt, ao, 'outbox', new LuaTable(rt.heap, nodes));
  return NONE;
};

/** Whether a function of `ao` is still the runtime's own. */
const isOwn = (fn: LuaValue, name: string, ao: LuaTable): boolean =>
  fn instanceof NativeClosure && fn.name === name && fn.state === ao;

/** ao.init(env): takes over what the environment says: id, module, authorities (an Authority tag may list several). */
const init: StatefulBody = (rt, ao, args) => {
  const [env] = args;
  const process = field(rt, env, 'Process');
  if (field(rt, ao, 'id') === '') setField(rt, ao, 'id', field(rt, process, 'Id'));
  const module = adopt(rt, ao, truthyField(rt, process, 'TagArray') ?? field(rt, process, 'Tags'));
  if (isTruthy(module) && field(rt, ao, '_module') === '') setField(rt, ao, '_module', module);
  clearOutbox(rt, ao, args);
  put(rt, ao, 'env', env);
  return NONE;
};

/**
 * begin(msg, env, ao, clock, Handlers, eval, default): what a message sets: all that `ao.init` does, `ao.id`, `Owner` and `Name` where they are not
 * known, `Inbox`, `Errors`, `Nonce`, and the time. `clock` holds the functions that stand in the place of `os.time` and
 * `os.date`. Returns whether it is the process message, and whether steps 6 to 8 have anything to do; or just false where
 * neither is so and the handlers of the runtime are in place (step 9).
 */
const begin: NativeBody = (rt, args) => {
  const msg = checkTable(rt, args, 1);
  const env = checkTable(rt, args, 2);
  const ao = checkTable(rt, args, 3);
  const clock = checkTable(rt, args, 4);
  const { globals } = rt;
  const start = field(rt, ao, 'init');
  if (isOwn(start, 'aos.init', ao)) init(rt, ao, [env]);
  else rt.call(start, [env]);
  const process = field(rt, env, 'Process');
  const id = field(rt, process, 'Id');
  const isFirst = field(rt, msg, 'Id') === id;
  put(rt, ao, 'id', id);
  if (!isTruthy(field(rt, globals, 'Errors'))) setField(rt, globals, 'Errors', rt.newTable());
  if (!isTruthy(field(rt, globals, 'Inbox'))) setField(rt, globals, 'Inbox', rt.newTable());
  if (isFirst && !isTruthy(field(rt, globals, 'Owner'))) {
    const sender = truthyField(rt, field(rt, process, 'Tags'), 'From-Process');
    setField(rt, globals, 'Owner', sender ?? field(rt, msg, 'From'));
  }
  if (!isTruthy(field(rt, globals, 'Name'))) {
    setField(rt, globals, 'Name', truthyField(rt, field(rt, process, 'Tags'), 'Name') ?? 'aos');
  }
  clock.setString('timestamp', field(rt, msg, 'Timestamp'));
  const os = field(rt, globals, 'os');
  if (os instanceof LuaTable) {
    put(rt, os, 'time', clock.getString('time'));
    put(rt, os, 'date', clock.getString('date'));
  }
  const nonce = field(rt, msg, 'Nonce');
  setField(rt, globals, 'Nonce', nonce);
  setField(rt, ao, 'Nonce', nonce);
  const isUnusual = needsJudgement(rt, msg, ao);
  if (isFirst || isUnusual) return [isFirst, isUnusual];
  const list = field(rt, args[4], 'list');
  const [hasEval, hasDefault] = list instanceof LuaTable ? own(rt, list, args[5], args[6]) : [];
  return hasEval && hasDefault ? false : [false, false];
};

/** ao.result(result): the result of a message from what `result` gives and the outbox holds. An Error leaves nothing else. */
const result: StatefulBody = (rt, ao, args) => {
  const given = isTruthy(args[0]) ? args[0] : rt.newTable();
  const outbox = field(rt, ao, 'outbox');
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
const isAssignment: StatefulBody = (rt, ao, args) => !rawEquals(rt.index(args[0], 'Target'), field(rt, ao, 'id'));

/** Whether a message has JSON to decode, a hint to remember, a sender to be trusted or another process as its target. */
function needsJudgement(rt: Runtime, msg: LuaTable, ao: LuaTable): boolean {
  const tags = field(rt, msg, 'Tags');
  return (
    field(rt, tags, 'Content-Type') === 'application/json' ||
    isTruthy(field(rt, tags, 'From-Process')) ||
    !rawEquals(field(rt, msg, 'From'), field(rt, msg, 'Owner')) ||
    !isOwn(field(rt, ao, 'isAssignment'), 'aos.isAssignment', ao) ||
    isAssignment(rt, ao, [msg]) === true
  );
}

/** A part of the prompt as `..` takes it; `what` and `name` say in the error what it is. */
function textOf(rt: Runtime, value: LuaValue, what: string, name: string): string {
  if (typeof value === 'string') return value;
  if (isNumber(value)) return formatNumber(value);
  throw rt.error(`attempt to concatenate a ${typeName(value)} value (${what} '${name}')`);
}

const PROMPT_COLORS = ['green', 'gray', 'blue', 'red', 'reset'];

/** The prompt made last and what it is made of: it hardly ever changes. No text: it has to be made. */
const lastPrompt = { name: '', count: '', colors: [] as string[], text: '' };

/** `Prompt()`: coloured, `Name@aos-V[Inbox:n]> `. */
const prompt: NativeBody = (rt) => {
  const { globals } = rt;
  const colors = field(rt, globals, 'Colors');
  const name = textOf(rt, field(rt, globals, 'Name'), 'global', 'Name');
  const inbox = field(rt, globals, 'Inbox');
  if (inbox === undefined) throw rt.error("attempt to get length of a nil value (global 'Inbox')");
  const count = textOf(rt, rt.length(inbox), 'length of', 'Inbox');
  if (name !== lastPrompt.name || count !== lastPrompt.count) lastPrompt.text = '';
  for (let i = 0; i < PROMPT_COLORS.length; i++) {
    const key = PROMPT_COLORS[i] as string;
    const color = textOf(rt, field(rt, colors, key), 'field', key);
    if (color === lastPrompt.colors[i]) continue;
    lastPrompt.colors[i] = color;
    lastPrompt.text = '';
  }
  if (lastPrompt.text === '') {
    const [green, gray, blue, red, reset] = lastPrompt.colors;
    lastPrompt.name = name;
    lastPrompt.count = count;
    lastPrompt.text = `${green}${name}${gray}@${blue}aos-${VERSION}${gray}[Inbox:${red}${count}${gray}]${reset}> `;
  }
  return produced(rt, lastPrompt.text);
};

const closures = {
  init: defineNativeClosure('aos.init', init),
  clearOutbox: defineNativeClosure('aos.clearOutbox', clearOutbox),
  isAssignment: defineNativeClosure('aos.isAssignment', isAssignment),
  result: defineNativeClosure('aos.result', result),
};

const functions = nativeModule('aos.lifecycle', {
  begin,
  prompt,
  // Gives `ao` its functions. Called once.
  equip: (rt, args) => {
    const ao = checkTable(rt, args, 1);
    for (const [name, make] of Object.entries(closures)) ao.setString(name, make(ao));
    return NONE;
  },
});

/** The module table: `begin`, `prompt`, `equip(ao)`, `version`. */
export function createLifecycle(rt: Runtime): LuaTable {
  const table = functions(rt);
  table.setString('version', VERSION);
  return table;
}

/**
 * `.lifecycle`: the steps that every message takes around its handlers (spec/aos.md §1 steps 1, 3 to 5 and 11). Native
 * because they run for every message, whatever the program does.
 */
import { checkTable, isNumber, isTruthy, produced } from '../lib/arguments.ts';
import { defineNativeClosure, type StatefulBody } from '../lib/native-closure.ts';
import { NONE, type NativeBody, type Runtime } from '../native.ts';
import { formatNumber } from '../number/text.ts';
import { rawEquals } from '../number/int64.ts';
import { LuaTable } from '../table.ts';
import { typeName } from '../type-name.ts';
import type { LuaValue } from '../value.ts';
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
  const nodes: LuaValue[] = [];
  for (const part of PARTS) nodes.push(part, rt.newTable());
  setField(rt, ao, 'outbox', new LuaTable(rt.heap, nodes));
  return NONE;
};

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
 * begin(msg, env, ao, clock): what a message sets: `ao.id`, `Owner` and `Name` where they are not known, `Inbox`, `Errors`,
 * `Nonce`, and the time. Returns whether it is the process message. `clock` holds the functions that stand in the place of
 * `os.time` and `os.date`.
 */
const begin: NativeBody = (rt, args) => {
  const msg = checkTable(rt, args, 1);
  const env = checkTable(rt, args, 2);
  const ao = checkTable(rt, args, 3);
  const clock = checkTable(rt, args, 4);
  const { globals } = rt;
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
  return isFirst;
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

/** A part of the prompt as `..` takes it; `what` names it in the error. */
function textOf(rt: Runtime, value: LuaValue, what: string): string {
  if (typeof value === 'string') return value;
  if (isNumber(value)) return formatNumber(value);
  throw rt.error(`attempt to concatenate a ${typeName(value)} value (${what})`);
}

/** `Prompt()`: coloured, `Name@aos-V[Inbox:n]> `. */
const prompt: NativeBody = (rt) => {
  const { globals } = rt;
  const colors = field(rt, globals, 'Colors');
  const color = (name: string): string => textOf(rt, field(rt, colors, name), `field '${name}'`);
  const name = textOf(rt, field(rt, globals, 'Name'), "global 'Name'");
  const inbox = field(rt, globals, 'Inbox');
  if (inbox === undefined) throw rt.error("attempt to get length of a nil value (global 'Inbox')");
  const count = textOf(rt, rt.length(inbox), 'length of Inbox');
  const [green, gray, blue, red, reset] = ['green', 'gray', 'blue', 'red', 'reset'].map(color);
  return produced(rt, `${green}${name}${gray}@${blue}aos-${VERSION}${gray}[Inbox:${red}${count}${gray}]${reset}> `);
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

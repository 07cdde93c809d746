/**
 * `.message`: the parts of every message's way that only move tables about (spec/aos.md §1 steps 1, 2 and 5, §1.2). Native
 * because they run for each key and tag of each message; they look at tables raw, without metamethods.
 */
import type { NativeBody, Runtime } from '../native.ts';
import { NativeFunction } from '../native.ts';
import { checkIndex, checkString, checkTable } from '../lib/arguments.ts';
import { LuaTable } from '../table.ts';
import { isExtracted, NOT_EXTRACTED, title } from './titles.ts';
import type { LuaValue } from '../value.ts';

/** Root keys of what a program sends that are no tags. */
const NO_TAGS = new Set(['Target', 'Data', 'Anchor', 'Tags', 'From']);

const keyText = (value: LuaValue): string | undefined => (typeof value === 'string' ? value : undefined);

/** The tag tables of a list. */
const tagsIn = (list: LuaValue): LuaTable[] =>
  list instanceof LuaTable ? list.array.filter((tag) => tag instanceof LuaTable) : [];

/** Name → value; of several with one name the first counts. */
function tagMap(rt: Runtime, list: LuaValue): LuaTable {
  const map = rt.newTable();
  for (const tag of tagsIn(list)) {
    const name = tag.getString('name');
    if (name !== undefined && map.get(name) === undefined) map.set(name, tag.getString('value'));
  }
  return map;
}

/**
 * normalize(raw): a new message with names in Title-Case and the tags copied to its root, where the last of a name counts;
 * the list of tags becomes `TagArray` and `Tags` a map. The tags of `raw` are renamed in place.
 */
const normalize: NativeBody = (rt, args) => {
  const raw = checkTable(rt, args, 1);
  const message = rt.newTable();
  for (const [key, value] of raw.entries()) message.set(typeof key === 'string' ? title(key) : key, value);
  const list = message.getString('Tags');
  let count = raw.nodes.length;
  for (const tag of tagsIn(list)) {
    count += 4;
    const given = keyText(tag.getString('name'));
    if (given === undefined) continue;
    const name = title(given);
    if (name !== given) tag.setString('name', name);
    if (isExtracted(name)) message.setString(name, tag.getString('value'));
  }
  rt.charge(count);
  message.setString('TagArray', list);
  message.setString('Tags', tagMap(rt, list));
  return message;
};

/** adopt(authorities, tags): adds every address of the `Authority` tags that is not there; returns the `Module` tag. */
const adopt: NativeBody = (rt, args) => {
  const authorities = checkTable(rt, args, 1);
  const tags = checkTable(rt, args, 2);
  rt.charge(tags.array.length);
  let module: LuaValue;
  for (const tag of tagsIn(tags)) {
    const value = tag.getString('value');
    const name = tag.getString('name');
    if (name === 'Module') module ??= value;
    if (name !== 'Authority' || typeof value !== 'string') continue;
    for (const authority of value.split(',')) {
      rt.charge(authorities.array.length);
      if (authority !== '' && !authorities.array.includes(authority)) authorities.append(authority);
    }
  }
  return module;
};

function append(rt: Runtime, list: LuaTable, name: LuaValue, value: LuaValue): void {
  const tag = rt.newTable();
  tag.set('name', name);
  tag.set('value', value);
  list.append(tag);
}

/** Appends the root keys of `message`, then its own `Tags`: a list, whose tags are taken as they are, or a map. */
function appendAll(rt: Runtime, list: LuaTable, message: LuaTable): LuaTable {
  for (const [key, value] of message.entries())
    if (typeof key !== 'string' || !NO_TAGS.has(key)) append(rt, list, key, value);
  const own = rt.index(message, 'Tags');
  if (own instanceof LuaTable) {
    if (own.getInteger(1) === undefined) for (const [key, value] of own.entries()) append(rt, list, key, value);
    else for (let i = 1; own.getInteger(i) !== undefined; i++) list.append(own.getInteger(i));
  }
  rt.charge(list.array.length * 4);
  return list;
}

/** tags(message, name, value, …): the tags of what a program sends: those given, then its own. */
const tags: NativeBody = (rt, args) => {
  const message = checkTable(rt, args, 1);
  const list = rt.newTable();
  for (let i = 1; i < args.length; i += 2) append(rt, list, checkString(rt, args, i + 1), args[i + 1]);
  return appendAll(rt, list, message);
};

/** entry(message, data, reference, encoded): what a program sends, as it stands in the outbox; `encoded` into JSON by us. */
const entry: NativeBody = (rt, args) => {
  const message = checkTable(rt, args, 1);
  const reference = checkString(rt, args, 3);
  const list = rt.newTable();
  append(rt, list, 'Data-Protocol', 'ao');
  append(rt, list, 'Variant', 'ao.TN.1');
  append(rt, list, 'Type', 'Message');
  append(rt, list, 'Reference', reference);
  if (args[3] === true) append(rt, list, 'Content-Type', 'application/json');
  const sent = rt.newTable();
  sent.setString('Target', rt.index(message, 'Target'));
  sent.setString('Data', args[1]);
  sent.setString('Anchor', String(checkIndex(rt, args, 3)).padStart(32, '0'));
  sent.setString('Tags', appendAll(rt, list, message));
  return sent;
};

const natives: Readonly<Record<string, NativeBody>> = {
  normalize,
  adopt,
  entry,
  tags,
  tagMap: (rt, args) => tagMap(rt, checkTable(rt, args, 1)),
};
const functions = Object.entries(natives).map(
  ([name, body]) => [name, new NativeFunction(`aos.message.${name}`, body)] as const,
);

/** The module table; beside the functions `nonExtractableTags`, as `ao` shows them. */
export function createMessageNatives(rt: Runtime): LuaTable {
  const table = rt.newTable();
  for (const [name, native] of functions) table.setString(name, native);
  const names = rt.newTable();
  for (const name of NOT_EXTRACTED) names.append(name);
  table.setString('nonExtractableTags', names);
  return table;
}

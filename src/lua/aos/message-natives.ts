/**
 * `.message`: the parts of every message's way that only move tables about (spec/aos.md §1 steps 1, 2 and 5, §1.2). Native
 * because they run for each key and tag of each message; they look at tables raw, without metamethods.
 */
import type { NativeBody, Runtime } from '../native.ts';
import { checkTable } from '../lib/arguments.ts';
import { LuaTable } from '../table.ts';
import { TagArray } from '../tag-array.ts';
import { nativeModule } from './native-module.ts';
import { NOT_EXTRACTED, titleOf } from './titles.ts';
import type { LuaValue } from '../value.ts';

const keyText = (value: LuaValue): string | undefined => (typeof value === 'string' ? value : undefined);

/** The tag tables of a list. */
function tagsIn(list: LuaValue): LuaTable[] {
  if (!(list instanceof LuaTable)) return [];
  if (list instanceof TagArray) list.settle();
  return list.array.filter((tag) => tag instanceof LuaTable);
}

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
  for (const [key, value] of raw.entries()) message.set(typeof key === 'string' ? titleOf(key).name : key, value);
  const list = message.getString('Tags');
  let count = raw.nodes.length;
  for (const tag of tagsIn(list)) {
    count += 4;
    const given = keyText(tag.getString('name'));
    if (given === undefined) continue;
    const { name, isExtracted } = titleOf(given);
    if (name !== given) tag.setString('name', name);
    if (isExtracted) message.setString(name, tag.getString('value'));
  }
  rt.charge(count);
  message.setString('TagArray', list);
  message.setString('Tags', tagMap(rt, list));
  return message;
};

const natives = nativeModule('aos.message', {
  normalize,
  tagMap: (rt, args) => tagMap(rt, checkTable(rt, args, 1)),
});

/** The module table; beside the functions `nonExtractableTags`, as `ao` shows them. */
export function createMessageNatives(rt: Runtime): LuaTable {
  const table = natives(rt);
  table.setString('nonExtractableTags', new LuaTable(rt.heap, undefined, [...NOT_EXTRACTED]));
  return table;
}

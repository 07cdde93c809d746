/** Messages as the tables that `process.receive` takes. */
import type { AosEnv, AosMessage, AosTag } from '../../core/ports/engine.ts';
import type { Value } from '../../core/value.ts';
import { arrayOf } from '../arrays.ts';
import { toLua } from '../border.ts';
import type { Runtime } from '../native.ts';
import { LuaTable } from '../table.ts';
import { TagArray, tagTable } from '../tag-array.ts';
import type { LuaValue } from '../value.ts';
import { titleOf } from './titles.ts';

/** The tags in order, and the map of them, in which the first of a name counts. */
export interface TagTables {
  list: LuaTable;
  map: LuaTable;
}

/** Tags as Lua sees them, their names as they are. */
export function tagTables(tags: readonly AosTag[], runtime: Runtime): TagTables {
  const { heap } = runtime;
  const list: LuaValue[] = [];
  const map = new LuaTable(heap);
  for (const { name, value: tagValue } of tags) {
    const value = toLua(tagValue, runtime);
    list.push(tagTable(heap, name, value));
    if (map.find(name) < 0) map.setString(name, value);
  }
  return { list: new LuaTable(heap, undefined, list), map };
}

/**
 * The message as `process.receive` takes it (spec/aos.md §1 steps 2 and 5): names in Title-Case, tags at the root, where the
 * last of a name counts, `TagArray` and `Tags`. `Module` always is there, as the seed of `math.random` needs it.
 */
export function messageTable(message: AosMessage, env: AosEnv, runtime: Runtime): LuaTable {
  const { heap } = runtime;
  const nodes = arrayOf<LuaValue>('Module', message.Module ?? env.Module?.Id ?? '');
  for (const key in message) {
    if (key === 'Tags' || key === 'Module') continue;
    const value = message[key as keyof AosMessage] as Value | undefined;
    // A field of an AosMessage is in Title-Case already.
    if (value !== undefined) nodes.push(key, toLua(value, runtime));
  }
  const table = new LuaTable(heap, nodes);
  const tags = arrayOf<LuaValue>();
  const map = new LuaTable(heap);
  for (const { name: given, value: tagValue } of message.Tags) {
    const { name, isExtracted } = titleOf(given);
    const value = toLua(tagValue, runtime);
    tags.push(name, value);
    if (map.find(name) < 0) map.setString(name, value);
    if (isExtracted) table.setString(name, value);
  }
  table.setString('TagArray', new TagArray(heap, tags));
  table.setString('Tags', map);
  return table;
}

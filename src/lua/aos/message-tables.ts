/** Messages as the tables that `process.receive` takes. */
import type { AosEnv, AosMessage, AosTag } from '../../core/ports/engine.ts';
import type { Value } from '../../core/value.ts';
import { toLua } from '../border.ts';
import type { Runtime } from '../native.ts';
import { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { isExtracted, title } from './titles.ts';

/** A tag as programs see it. */
export const tagTable = ({ heap }: Runtime, name: LuaValue, value: LuaValue): LuaTable =>
  new LuaTable(heap, value === undefined ? ['name', name] : ['name', name, 'value', value]);

/** The tags in order, and the map of them, in which the first of a name counts. */
export interface TagTables {
  list: LuaTable;
  map: LuaTable;
}

/**
 * Tags as Lua sees them.
 * @param nameOf the name that a tag gets
 * @param each is told every tag in order
 */
export function tagTables(
  tags: readonly AosTag[],
  runtime: Runtime,
  nameOf: (name: string) => string,
  each?: (name: string, value: LuaValue) => void,
): TagTables {
  const list: LuaValue[] = [];
  const map = new LuaTable(runtime.heap);
  for (const { name: given, value: tagValue } of tags) {
    const name = nameOf(given);
    const value = toLua(tagValue, runtime);
    list.push(tagTable(runtime, name, value));
    if (map.getString(name) === undefined) map.setString(name, value);
    each?.(name, value);
  }
  return { list: new LuaTable(runtime.heap, undefined, list), map };
}

/**
 * The message as `process.receive` takes it (spec/aos.md §1 steps 2 and 5): names in Title-Case, tags at the root, where the
 * last of a name counts, `TagArray` and `Tags`. `Module` always is there, as the seed of `math.random` needs it.
 */
export function messageTable(message: AosMessage, env: AosEnv, runtime: Runtime): LuaTable {
  const nodes: LuaValue[] = ['Module', message.Module ?? env.Module?.Id ?? ''];
  for (const key in message) {
    if (key === 'Tags' || key === 'Module') continue;
    const value = message[key as keyof AosMessage] as Value | undefined;
    // A field of an AosMessage is in Title-Case already.
    if (value !== undefined) nodes.push(key, toLua(value, runtime));
  }
  const table = new LuaTable(runtime.heap, nodes);
  const { list, map } = tagTables(message.Tags, runtime, title, (name, value) => {
    if (isExtracted(name)) table.setString(name, value);
  });
  table.setString('TagArray', list);
  table.setString('Tags', map);
  return table;
}

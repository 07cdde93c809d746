/** Messages as the tables that `process.receive` takes. */
import type { AosEnv, AosMessage, AosTag } from '../../core/ports/engine.ts';
import type { Value } from '../../core/value.ts';
import { toLua } from '../border.ts';
import type { Runtime } from '../native.ts';
import { LuaTable } from '../table.ts';
import { TagArray, tagTable } from '../tag-array.ts';
import type { LuaValue } from '../value.ts';
import { formOf, isApart } from './message-form.ts';

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
  const { nodes, map, list, inNodes, inMap } = formOf(message);
  const root = nodes.slice();
  const inTags = map.slice();
  const pairs = list.slice();
  root[1] = message.Module ?? env.Module?.Id ?? '';
  let at = 3;
  for (const key in message) {
    const value = isApart(key) ? undefined : (message[key as keyof AosMessage] as Value | undefined);
    if (value === undefined) continue;
    root[at] = toLua(value, runtime);
    at += 2;
  }
  const { Tags } = message;
  for (let i = 0; i < Tags.length; i++) {
    const value = toLua((Tags[i] as AosTag).value, runtime);
    const place = inNodes[i] as number;
    const placeInTags = inMap[i] as number;
    if (place > 0) root[place] = value;
    if (placeInTags > 0) inTags[placeInTags] = value;
    pairs[i * 2 + 1] = value;
  }
  // In front of `reply` and `forward`, which answer.lua fills in.
  root[root.length - 7] = new TagArray(heap, pairs);
  root[root.length - 5] = new LuaTable(heap, inTags);
  return new LuaTable(heap, root);
}

/** Messages as the tables that `process.receive` takes. */
import type { AosEnv, AosMessage, AosTag } from '../../core/ports/engine.ts';
import type { Value } from '../../core/value.ts';
import { toLua } from '../border.ts';
import type { Runtime } from '../native.ts';
import { LuaTable } from '../table.ts';
import { TagArray, tagTable } from '../tag-array.ts';
import type { LuaValue } from '../value.ts';
import { inForm } from './message-form.ts';

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

export interface MessageTable {
  readonly table: LuaTable;
  /** Whether no tag asks for more than a look at sender and target (spec §1 steps 6 and 7). */
  readonly isPlain: boolean;
}

/**
 * The message as `process.receive` takes it (spec/aos.md §1 steps 2 and 5): names in Title-Case, tags at the root, where the
 * last of a name counts, `TagArray` and `Tags`. `Module` always is there, as the seed of `math.random` needs it.
 */
export function messageTable(message: AosMessage, env: AosEnv, runtime: Runtime): MessageTable {
  const { heap } = runtime;
  const { form, root: given, size, hasOthers } = inForm(message);
  runtime.allocate(size);
  const root = given as LuaValue[];
  if (hasOthers)
    for (let at = 1; at < root.length; at += 2)
      if (typeof given[at] === 'object') root[at] = toLua(given[at] as Value, runtime);
  root[1] ??= env.Module?.Id ?? '';
  const { inNodes, inMap } = form;
  const inTags = form.map.slice();
  const pairs = form.list.slice();
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
  const table = new LuaTable(heap, root);
  table.absent = form.absent;
  return { table, isPlain: form.isPlain };
}

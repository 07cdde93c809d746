/** Messages and environments as the tables that `process.receive` takes. */
import type { AosEnv, AosMessage, AosTag } from '../../core/ports/engine.ts';
import type { Value } from '../../core/value.ts';
import { toLua } from '../border.ts';
import type { Runtime } from '../native.ts';
import type { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { isExtracted, title } from './titles.ts';

/** The list of tags, and the map of them, in which the first of a name counts. */
interface TagTables {
  list: LuaTable;
  map: LuaTable;
}

/** @param each is told every tag in order */
function tagTables(
  tags: readonly AosTag[],
  runtime: Runtime,
  nameOf: (name: string) => string,
  each?: (name: string, value: LuaValue) => void,
): TagTables {
  const list = runtime.newTable();
  const map = runtime.newTable();
  for (const { name: given, value: tagValue } of tags) {
    const name = nameOf(given);
    const value = toLua(tagValue, runtime);
    const tag = runtime.newTable();
    tag.setString('name', name);
    tag.setString('value', value);
    list.append(tag);
    if (map.getString(name) === undefined) map.setString(name, value);
    each?.(name, value);
  }
  return { list, map };
}

/**
 * The message as `process.receive` takes it (spec/aos.md §1 steps 2 and 5): names in Title-Case, tags at the root, where the
 * last of a name counts, `TagArray` and `Tags`. `Module` always is there, as the seed of `math.random` needs it.
 */
export function messageTable(message: AosMessage, env: AosEnv, runtime: Runtime): LuaTable {
  const table = runtime.newTable();
  table.setString('Module', message.Module ?? env.Module?.Id ?? '');
  for (const key in message) {
    if (key === 'Tags') continue;
    const value = message[key as keyof AosMessage] as Value | undefined;
    if (value !== undefined) table.setString(title(key), toLua(value, runtime));
  }
  const { list, map } = tagTables(message.Tags, runtime, title, (name, value) => {
    if (isExtracted(name)) table.setString(name, value);
  });
  table.setString('TagArray', list);
  table.setString('Tags', map);
  return table;
}

const asGiven = (name: string): string => name;

function partTable(
  part: { readonly Id: string; readonly Owner?: string; readonly Tags: readonly AosTag[] },
  runtime: Runtime,
): LuaTable {
  const table = runtime.newTable();
  table.setString('Id', part.Id);
  if (part.Owner !== undefined) table.setString('Owner', part.Owner);
  const { list, map } = tagTables(part.Tags, runtime, asGiven);
  table.setString('TagArray', list);
  table.setString('Tags', map);
  return table;
}

/** The environment, the tags of the process as `TagArray` and `Tags` (spec/aos.md §1 step 5). */
export function envTable(env: AosEnv, runtime: Runtime): LuaTable {
  const table = runtime.newTable();
  table.setString('Process', partTable(env.Process, runtime));
  if (env.Module) {
    const module = runtime.newTable();
    module.setString('Id', env.Module.Id);
    module.setString('Tags', tagTables(env.Module.Tags, runtime, asGiven).list);
    table.setString('Module', module);
  }
  if (env.Files) table.setString('Files', toLua(env.Files, runtime));
  return table;
}

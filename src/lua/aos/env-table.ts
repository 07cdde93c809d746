/** The environment of a message as the table that programs see as `ao.env` (spec/aos.md §1 steps 1 and 5). */
import type { AosEnv, AosTag } from '../../core/ports/engine.ts';
import { toLua } from '../border.ts';
import type { Runtime } from '../native.ts';
import { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { tagTables } from './message-tables.ts';

function processTable({ Id, Owner, Tags }: AosEnv['Process'], runtime: Runtime): LuaTable {
  const { list, map } = tagTables(Tags, runtime);
  return new LuaTable(runtime.heap, ['Id', Id, 'Owner', Owner, 'TagArray', list, 'Tags', map]);
}

/**
 * The table of an environment, the tags of the process as `TagArray` and `Tags`.
 * @param last the table of the message before, taken again where it still says the same: environments hardly ever change
 */
export function envTable(env: AosEnv, runtime: Runtime, last?: LuaValue): LuaTable {
  if (last instanceof LuaTable && saysThis(last, env)) return last;
  const nodes: LuaValue[] = ['Process', processTable(env.Process, runtime)];
  if (env.Module) {
    const { list } = tagTables(env.Module.Tags, runtime);
    nodes.push('Module', new LuaTable(runtime.heap, ['Id', env.Module.Id, 'Tags', list]));
  }
  if (env.Files) nodes.push('Files', toLua(env.Files, runtime));
  if (env.Drive) nodes.push('Drive', toLua(env.Drive, runtime));
  return new LuaTable(runtime.heap, nodes);
}

/** Whether the table is as {@link envTable} made it for such an environment, whatever a program may have done to it. */
function saysThis(table: LuaTable, { Process, Module, Files, Drive }: AosEnv): boolean {
  if (Files || Drive || !isRecord(table, Module ? ['Process', 'Module'] : ['Process'])) return false;
  const [, process, , module] = table.nodes;
  return (
    isRecord(process, ['Id', 'Owner', 'TagArray', 'Tags']) &&
    process.nodes[1] === Process.Id &&
    process.nodes[3] === Process.Owner &&
    isTagArray(process.nodes[5], Process.Tags) &&
    isTagMap(process.nodes[7], Process.Tags) &&
    (!Module ||
      (isRecord(module, ['Id', 'Tags']) && module.nodes[1] === Module.Id && isTagArray(module.nodes[3], Module.Tags)))
  );
}

/** Whether it is a plain table of exactly these keys in this order. */
function isRecord(value: LuaValue, keys: readonly string[]): value is LuaTable {
  if (!(value instanceof LuaTable) || value.metatable !== undefined) return false;
  const { array, nodes } = value;
  if (array.length > 0 || nodes.length !== keys.length * 2) return false;
  for (let i = 0; i < keys.length; i++) if (nodes[i * 2] !== keys[i]) return false;
  return true;
}

const TAG = ['name', 'value'];

function isTagArray(value: LuaValue, tags: readonly AosTag[]): boolean {
  if (!(value instanceof LuaTable) || value.metatable !== undefined) return false;
  const { array, nodes } = value;
  if (nodes.length > 0 || array.length !== tags.length) return false;
  for (let i = 0; i < tags.length; i++) {
    const { name, value: text } = tags[i] as AosTag;
    const tag = array[i];
    // A value that is no text is a table of its own each time: it is made anew.
    if (typeof text !== 'string' || !isRecord(tag, TAG) || tag.nodes[1] !== name || tag.nodes[3] !== text) return false;
  }
  return true;
}

/** Whether it is the map of tags that are all texts: in their order, the first of a name. */
function isTagMap(value: LuaValue, tags: readonly AosTag[]): boolean {
  if (!(value instanceof LuaTable) || value.metatable !== undefined || value.array.length > 0) return false;
  const { nodes } = value;
  let at = 0;
  for (const { name, value: text } of tags) {
    if (nodes[at] === name && nodes[at + 1] === text) at += 2;
    // The second of a name is none of the map's.
    else if (value.find(name) < 0 || value.find(name) >= at) return false;
  }
  return at === nodes.length;
}

/** The environment of a message as the table that programs see as `ao.env` (spec/aos.md §1 steps 1 and 5). */
import type { AosEnv, AosTag } from '../../core/ports/engine.ts';
import { toLua } from '../border.ts';
import type { Runtime } from '../native.ts';
import { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { tagTables } from './message-tables.ts';
import { Unchanged } from './unchanged.ts';

function processTable({ Id, Owner, Tags }: AosEnv['Process'], runtime: Runtime): LuaTable {
  const { list, map } = tagTables(Tags, runtime);
  return new LuaTable(runtime.heap, ['Id', Id, 'Owner', Owner, 'TagArray', list, 'Tags', map]);
}

function makeTable(env: AosEnv, runtime: Runtime): LuaTable {
  const nodes: LuaValue[] = ['Process', processTable(env.Process, runtime)];
  if (env.Module) {
    const { list } = tagTables(env.Module.Tags, runtime);
    nodes.push('Module', new LuaTable(runtime.heap, ['Id', env.Module.Id, 'Tags', list]));
  }
  if (env.Files) nodes.push('Files', toLua(env.Files, runtime));
  if (env.Drive) nodes.push('Drive', toLua(env.Drive, runtime));
  return new LuaTable(runtime.heap, nodes);
}

/** What tables say that {@link makeTable} made. */
const known = new Unchanged<AosEnv>();

/**
 * The table of an environment, the tags of the process as `TagArray` and `Tags`.
 * @param last the table of the message before, taken again where it still says the same: environments hardly ever change
 */
export function envTable(env: AosEnv, runtime: Runtime, last?: LuaValue): LuaTable {
  if (!(last instanceof LuaTable)) return makeTable(env, runtime);
  const before = known.of(last);
  if (before !== undefined && isSame(before, env)) return last;
  const { heap } = runtime;
  const { bytes } = heap;
  const made = makeTable(env, runtime);
  if (!isSameTree(last, made)) return made;
  // Nobody gets what was made, and without a snapshot on the way it would not have been.
  heap.bytes = bytes;
  known.keep(last, tablesIn(last), env);
  return last;
}

function isSameTree(one: LuaValue, other: LuaValue): boolean {
  if (!(one instanceof LuaTable && other instanceof LuaTable)) return one === other;
  return (
    !one.metatable && isSameList(one.array, other.array, isSameTree) && isSameList(one.nodes, other.nodes, isSameTree)
  );
}

function isSameList<T>(one: readonly T[], other: readonly T[], isSameItem: (a: T, b: T) => boolean): boolean {
  return one.length === other.length && one.every((item, i) => isSameItem(item, other[i] as T));
}

/** All tables in a tree of them. */
const tablesIn = ({ array, nodes }: LuaTable): LuaTable[] =>
  [...array, ...nodes].flatMap((value) => (value instanceof LuaTable ? [value, ...tablesIn(value)] : []));

/** Whether two environments, the first without files, say the same as far as that is to be seen without a look into values. */
const isSame = (one: AosEnv, { Process, Module, Files, Drive }: AosEnv): boolean =>
  !Files &&
  !Drive &&
  one.Process.Owner === Process.Owner &&
  isSamePart(one.Process, Process) &&
  (one.Module && Module ? isSamePart(one.Module, Module) : one.Module === Module);

type Part = NonNullable<AosEnv['Module']>;

const isSamePart = (one: Part, other: Part): boolean =>
  one.Id === other.Id && isSameList(one.Tags, other.Tags, isSameTag);

const isSameTag = (one: AosTag, other: AosTag): boolean => one.name === other.name && one.value === other.value;

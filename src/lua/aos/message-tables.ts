/**
 * Messages and environments as the tables that `process.handle` takes.
 */
import type { AosEnv, AosMessage, AosTag } from '../../core/ports/engine.ts';
import type { Value } from '../../core/value.ts';
import { toLua } from '../border.ts';
import type { Runtime } from '../native.ts';
import type { LuaTable } from '../table.ts';

function tagTable(tags: readonly AosTag[], runtime: Runtime): LuaTable {
  const table = runtime.newTable();
  for (const { name, value } of tags) {
    const tag = runtime.newTable();
    tag.setString('name', name);
    tag.setString('value', toLua(value, runtime));
    table.append(tag);
  }
  return table;
}

/** Every field that is there; `Module` always is, as the seed of `math.random` needs it. */
export function messageTable(message: AosMessage, env: AosEnv, runtime: Runtime): LuaTable {
  const table = runtime.newTable();
  table.setString('Module', message.Module ?? env.Module?.Id ?? '');
  for (const [key, value] of Object.entries(message) as [string, Value | undefined][]) {
    if (key === 'Tags') table.setString('Tags', tagTable(message.Tags, runtime));
    else if (value !== undefined) table.setString(key, toLua(value, runtime));
  }
  return table;
}

function partTable(
  part: { readonly Id: string; readonly Owner?: string; readonly Tags: readonly AosTag[] },
  runtime: Runtime,
): LuaTable {
  const table = runtime.newTable();
  table.setString('Id', part.Id);
  if (part.Owner !== undefined) table.setString('Owner', part.Owner);
  table.setString('Tags', tagTable(part.Tags, runtime));
  return table;
}

export function envTable(env: AosEnv, runtime: Runtime): LuaTable {
  const table = runtime.newTable();
  table.setString('Process', partTable(env.Process, runtime));
  if (env.Module) table.setString('Module', partTable(env.Module, runtime));
  if (env.Files) table.setString('Files', toLua(env.Files, runtime));
  return table;
}

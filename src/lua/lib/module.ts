/** Libraries as tables for `require`, outside the globals. */
import { NativeFunction, type Library, type Runtime } from '../native.ts';
import type { LuaTable } from '../table.ts';

/** A new table with all functions of the library, named as the machine names them (`json.encode`). */
export function createModule(rt: Runtime, library: Library): LuaTable {
  const table = rt.newTable();
  for (const [name, body] of Object.entries(library.functions)) {
    table.setString(name, new NativeFunction(`${library.name}.${name}`, body));
  }
  library.install?.(rt, table);
  return table;
}

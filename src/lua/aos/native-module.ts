/** Modules of the runtime that are native: a table of functions, the same in every machine. */
import { NativeFunction, type NativeBody, type Runtime } from '../native.ts';
import type { LuaTable } from '../table.ts';

/** Makes the table of such a module; the functions are named `<module>.<key>`, for snapshots. */
export function nativeModule(name: string, bodies: Readonly<Record<string, NativeBody>>): (rt: Runtime) => LuaTable {
  const functions = Object.entries(bodies).map(
    ([key, body]) => [key, new NativeFunction(`${name}.${key}`, body)] as const,
  );
  return (rt) => {
    const table = rt.newTable();
    for (const [key, native] of functions) table.setString(key, native);
    return table;
  };
}

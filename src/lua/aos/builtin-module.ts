/** The built-in Lua modules of aos, compiled: once for all machines of this realm. */
import { compile } from '../compiler/compile.ts';
import type { Proto } from '../interpreter/proto.ts';
import { luaModules } from './modules.ts';

const compiled = new Map<string, Proto>();
const names = new Map<Proto, string>();

/** The main function of a module; undefined when there is none of this name. */
export function builtinModule(name: string): Proto | undefined {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const source = luaModules.get(name);
  if (source === undefined) return undefined;
  // As tracebacks show it: `aos/handlers.lua:12:`.
  const proto = compile(source, `@aos/${name.replace(/^\./, '')}.lua`);
  compiled.set(name, proto);
  names.set(proto, name);
  return proto;
}

/** The name of the module whose main function this is. */
export const builtinName = (proto: Proto): string | undefined => names.get(proto);

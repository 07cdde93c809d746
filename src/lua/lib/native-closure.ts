/**
 * Natives with state (the iterator of `string.gmatch`). The state is one Lua table, so that heap snapshots can save it
 * and heap transactions undo it; the behaviour is found again by name.
 */
import { NativeFunction, type NativeResult, type Runtime } from '../native.ts';
import type { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';

export type StatefulBody = (rt: Runtime, state: LuaTable, args: LuaValue[]) => NativeResult;

/** A native function together with its state. */
export class NativeClosure extends NativeFunction {
  constructor(
    name: string,
    readonly state: LuaTable,
    body: StatefulBody,
  ) {
    super(name, (rt, args) => body(rt, state, args));
  }
}

const bodies = new Map<string, StatefulBody>();

/** Makes the behaviour of all closures called `name` known, once per realm. */
export function defineNativeClosure(name: string, body: StatefulBody): (state: LuaTable) => NativeClosure {
  bodies.set(name, body);
  return (state) => new NativeClosure(name, state, body);
}

/** For snapshots: the closure saved as `name` and `state`, undefined when no library defines that name. */
export function restoreNativeClosure(name: string, state: LuaTable): NativeClosure | undefined {
  const body = bodies.get(name);
  return body === undefined ? undefined : new NativeClosure(name, state, body);
}

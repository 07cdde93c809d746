/**
 * The functions of `debug` (manual §6.10) that the sandbox keeps away. Hooks do not exist in this engine: `sethook` takes
 * only their removal.
 */
import { LuaError } from '../../../lua/errors.ts';
import { LuaClosure, type Upvalue } from '../../../lua/interpreter/closure.ts';
import { localName } from '../../../lua/interpreter/variable-names.ts';
import { checkAny, checkFunction, checkIndex, isFunction, typeError } from '../../../lua/lib/arguments.ts';
import { NONE, type NativeBody, type Runtime } from '../../../lua/native.ts';
import { LuaTable } from '../../../lua/table.ts';
import type { LuaValue } from '../../../lua/value.ts';
import { activationAt, interpreterOf, localAt, threadOf, type Local } from './debug-levels.ts';
import type { Host } from './host.ts';

/** Functions to put beside `traceback` and `getinfo`. */
export function debugFunctions(host: Host): Record<string, NativeBody> {
  const identities = new WeakMap<Upvalue, LuaTable>();
  let registry: LuaTable | undefined;
  return {
    debug: (rt) => {
      for (;;) {
        host.stdout.flush();
        host.stderr.write('lua_debug> ');
        const line = host.stdin.readLine(false);
        if (line === undefined || line === 'cont') return NONE;
        try {
          rt.call(rt.load(line, '=(debug command)'), []);
        } catch (error) {
          if (!(error instanceof LuaError)) throw error;
          host.stderr.write(`${error.message}\n`);
        }
      }
    },
    gethook: () => [undefined, '', 0],
    getlocal,
    getmetatable: (rt, args) => rt.metatableOf(checkAny(rt, args, 1)),
    getregistry: (rt) => {
      if (registry === undefined) {
        registry = rt.newTable();
        registry.setString('_LOADED', rt.index(rt.globals.getString('package'), 'loaded'));
      }
      return registry;
    },
    getupvalue: (rt, args) => {
      const found = upvalueAt(checkFunction(rt, args, 1), checkIndex(rt, args, 2));
      return found === undefined ? NONE : [found.name, found.upvalue.stack[found.upvalue.index]];
    },
    getuservalue: () => undefined,
    sethook: (rt, args) => {
      const { offset } = threadOf(rt, args);
      if (args[offset] !== undefined) throw rt.error('hooks are not supported by this engine');
      return NONE;
    },
    setlocal,
    setmetatable,
    setupvalue: (rt, args) => {
      checkAny(rt, args, 3);
      const found = upvalueAt(checkFunction(rt, args, 1), checkIndex(rt, args, 2));
      if (found === undefined) return NONE;
      const { upvalue, name } = found;
      const { heap } = rt;
      if (upvalue.stamp < heap.epoch) upvalue.save(heap);
      upvalue.stack[upvalue.index] = args[2];
      return name;
    },
    setuservalue: (rt, args) => {
      throw typeError(rt, args, 1, 'userdata');
    },
    /** A value that only the same variable gives; there is no light userdata, so it is a table. */
    upvalueid: (rt, args) => {
      const { upvalue } = checkUpvalue(rt, args, 1);
      let identity = identities.get(upvalue);
      if (identity === undefined) identities.set(upvalue, (identity = rt.newTable()));
      return identity;
    },
    upvaluejoin: (rt, args) => {
      const [first, second] = [checkUpvalue(rt, args, 1), checkUpvalue(rt, args, 3)];
      first.closure.upvalues[first.index] = second.upvalue;
      return NONE;
    },
  };
}

interface FoundUpvalue {
  readonly closure: LuaClosure;
  readonly index: number;
  readonly upvalue: Upvalue;
  readonly name: string;
}

/** Upvalue `n` (from 1) of a Lua function. */
function upvalueAt(fn: LuaValue, n: number): FoundUpvalue | undefined {
  if (!(fn instanceof LuaClosure)) return undefined;
  const upvalue = fn.upvalues[n - 1];
  if (upvalue === undefined) return undefined;
  return { closure: fn, index: n - 1, upvalue, name: fn.proto.upvalues[n - 1]?.name ?? '(*no name)' };
}

function checkUpvalue(rt: Runtime, args: readonly LuaValue[], index: number): FoundUpvalue {
  const fn = checkFunction(rt, args, index);
  const found = upvalueAt(fn, checkIndex(rt, args, index + 1));
  if (found === undefined) {
    if (!(fn instanceof LuaClosure)) throw rt.argError(index, 'Lua function expected');
    throw rt.argError(index + 1, 'invalid upvalue index');
  }
  return found;
}

const getlocal: NativeBody = (rt, args) => {
  const { thread, offset } = threadOf(rt, args);
  const n = checkIndex(rt, args, offset + 2);
  const where = args[offset];
  if (isFunction(where)) return where instanceof LuaClosure ? localName(where.proto, n - 1, 0) : undefined;
  const activation = activationAt(rt, thread, checkIndex(rt, args, offset + 1));
  if (activation === undefined) throw rt.argError(offset + 1, 'level out of range');
  const local = localAt(thread, activation, n);
  return local === undefined ? undefined : [local.name, thread.stack[local.place]];
};

const setlocal: NativeBody = (rt, args) => {
  const { thread, offset } = threadOf(rt, args);
  const level = checkIndex(rt, args, offset + 1);
  const n = checkIndex(rt, args, offset + 2);
  const activation = activationAt(rt, thread, level);
  if (activation === undefined) throw rt.argError(offset + 1, 'level out of range');
  checkAny(rt, args, offset + 3);
  const local: Local | undefined = localAt(thread, activation, n);
  if (local === undefined) return undefined;
  thread.stack[local.place] = args[offset + 2];
  return local.name;
};

/** Only tables and strings can have metatables here. */
const setmetatable: NativeBody = (rt, args) => {
  const [value, metatable] = args;
  if (metatable !== undefined && !(metatable instanceof LuaTable)) throw rt.argError(2, 'nil or table expected');
  if (value instanceof LuaTable) value.setMetatable(metatable);
  else if (typeof value === 'string') interpreterOf(rt).stringMetatable = metatable;
  else throw rt.error('only tables and strings can have metatables in this engine');
  return value;
};

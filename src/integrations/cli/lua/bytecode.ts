/** `string.dump`, and a `load` that takes what it gave. */
import { dumpProto, undumpProto } from '../../../lua/compiler/bytecode.ts';
import { LuaClosure, Upvalue } from '../../../lua/interpreter/closure.ts';
import { checkFunction } from '../../../lua/lib/arguments.ts';
import { createLoad } from '../../../lua/lib/load.ts';
import type { NativeBody, Runtime } from '../../../lua/native.ts';
import type { LuaFunction, LuaValue } from '../../../lua/value.ts';

export const dump: NativeBody = (rt, args) => {
  const fn = checkFunction(rt, args, 1);
  if (!(fn instanceof LuaClosure)) throw rt.error('unable to dump given function');
  const strip = args[1] !== undefined && args[1] !== false;
  return dumpProto(fn.proto, strip);
};

/** The first upvalue is the environment, the others are nil, as the manual says of `load`. */
function undump(rt: Runtime, chunk: string, env: readonly LuaValue[]): LuaFunction {
  const proto = undumpProto(chunk);
  const environment = env.length > 0 ? env[0] : rt.globals;
  return new LuaClosure(
    proto,
    proto.upvalues.map((_, i) => new Upvalue([i === 0 ? environment : undefined], 0)),
  );
}

export const loadWithBytecode = createLoad(undump);

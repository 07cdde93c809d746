/**
 * Prototypes as byte strings and back: what `string.dump` and `load` exchange where bytecode is allowed at all
 * (`pocketbeam lua --std`, never in a process). The signature is Lua's, the rest our own: other versions refuse it.
 */
import { LuaError } from '../errors.ts';
import { Proto } from '../interpreter/proto.ts';
import { float, LuaFloat, type LuaValue } from '../value.ts';

const HEADER = '\x1bLua\x53pocketbeam1';

/** Numbers that JSON would change carry their kind: `f` a float, `i` an integer beyond 2^53. */
type Constant = null | boolean | string | number | { f: string } | { i: string };

interface Dumped {
  code: number[];
  constants: Constant[];
  protos: Dumped[];
  upvalues: Proto['upvalues'];
  lines: number[];
  locals: Proto['locals'];
  source: string;
  numbers: [lineDefined: number, lastLineDefined: number, parameterCount: number, stackSize: number];
  isVararg: boolean;
}

/** @param strip leaves out lines and names, as the second argument of `string.dump` does. */
export function dumpProto(proto: Proto, strip: boolean): string {
  return HEADER + JSON.stringify(toDumped(proto, strip));
}

/** @throws LuaError in Lua's words, when the chunk is cut off or not one of ours. */
export function undumpProto(chunk: string): Proto {
  try {
    if (chunk.startsWith(HEADER)) return fromDumped(JSON.parse(chunk.slice(HEADER.length)) as Dumped);
  } catch {
    throw new LuaError('binary string: truncated precompiled chunk');
  }
  throw new LuaError('binary string: version mismatch in precompiled chunk');
}

function toDumped(proto: Proto, strip: boolean): Dumped {
  const { lineDefined, lastLineDefined, parameterCount, stackSize, isVararg } = proto;
  return {
    code: [...proto.code],
    constants: proto.constants.map(toConstant),
    protos: proto.protos.map((inner) => toDumped(inner, strip)),
    upvalues: strip ? proto.upvalues.map((upvalue) => ({ ...upvalue, name: '' })) : proto.upvalues,
    lines: strip ? [] : [...proto.lines],
    locals: strip ? [] : proto.locals,
    source: strip ? '=?' : proto.source,
    numbers: [lineDefined, lastLineDefined, parameterCount, stackSize],
    isVararg,
  };
}

function fromDumped({ code, constants, protos, upvalues, lines, locals, source, numbers, isVararg }: Dumped): Proto {
  const [lineDefined, lastLineDefined, parameterCount, stackSize] = numbers;
  return new Proto(
    Int32Array.from(code),
    constants.map(fromConstant),
    protos.map(fromDumped),
    upvalues,
    Int32Array.from(lines.length ? lines : code.map(() => 0)),
    locals,
    source,
    lineDefined,
    lastLineDefined,
    parameterCount,
    isVararg,
    stackSize,
  );
}

function toConstant(value: LuaValue): Constant {
  if (value === undefined) return null;
  if (typeof value === 'bigint') return { i: String(value) };
  if (value instanceof LuaFloat) return { f: Object.is(value.n, -0) ? '-0' : String(value.n) };
  if (typeof value === 'number') return Number.isInteger(value) ? value : { f: String(value) };
  return value as boolean | string;
}

function fromConstant(constant: Constant): LuaValue {
  if (constant === null) return undefined;
  if (typeof constant !== 'object') return constant;
  return 'i' in constant ? BigInt(constant.i) : float(Number(constant.f));
}

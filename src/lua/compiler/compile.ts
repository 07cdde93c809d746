/**
 * From Lua text to our prototypes. Lexer, parser and code generator are fengari's (generated/fengari-compiler.js, made by
 * generate.mjs); numbers are read and constants folded by our own 64-bit arithmetic.
 */
import { LuaError } from '../errors.ts';
import { type Chunk, Proto, protosOf } from '../interpreter/proto.ts';
import { arithmetic, toInteger } from '../number/arithmetic.ts';
import { isInteger, toDouble } from '../number/int64.ts';
import { internalised } from '../internalised.ts';
import { parseNumber } from '../number/text.ts';
import { float, type LuaNumber, type LuaValue } from '../value.ts';
import { shortSource } from './chunk-name.ts';
import type { CompilerHost, FengariNumber, FengariProto, FengariString } from './fengari-types.ts';
// The bundle is generated and has no types of its own; compileChunk is given its type below.
import * as generated from './generated/fengari-compiler.js';

const compileChunk = generated.compileChunk as (source: string, chunkName: string, host: CompilerHost) => FengariProto;

/** Tags of fengari's constants (defs.js, constant_types). */
const NIL = 0;
const BOOLEAN = 1;
const FLOAT = 3;
const INTEGER = 19;

/** What a text was compiled to, as it was before anything ran. */
interface Compiled {
  readonly name: string;
  readonly main: Proto;
}

/** Texts compiled last, the oldest first: one program often runs in many processes, and again after each restart. */
const recent = new Map<string, Compiled>();
/** Characters of texts that are kept. */
const KEPT = 2 ** 19;
let kept = 0;

/**
 * Compiles a chunk (byte string). `chunkName` as in `load`: `@file`, `=name` or the text itself.
 *
 * @throws LuaError whose value is Lua's message, e.g. `[string "x"]:3: unexpected symbol near 'y'`; also for nesting
 *   deeper than 200 levels ("C stack overflow" in later Luas) and all other limits of Lua 5.3's compiler
 */
export function compile(source: string, chunkName: string): Proto {
  const known = recent.get(source);
  const template = known?.name === chunkName ? known.main : convert(compileChunk(source, chunkName, host), chunkName);
  keep(source, { name: chunkName, main: template });
  const main = copyOf(template);
  const chunk: Chunk = { text: source, name: chunkName, main };
  for (const proto of protosOf(main)) proto.chunk = chunk;
  return main;
}

function keep(source: string, compiled: Compiled): void {
  if (recent.delete(source)) kept -= source.length;
  recent.set(source, compiled);
  kept += source.length;
  for (const [oldest] of recent) {
    if (kept <= KEPT) return;
    recent.delete(oldest);
    kept -= oldest.length;
  }
}

/** The same function with nothing of what running leaves behind in it, some of which belongs to one heap. */
function copyOf(proto: Proto): Proto {
  const { code, constants, protos, upvalues, lines, locals, source, lineDefined, lastLineDefined } = proto;
  const { parameterCount, isVararg, stackSize } = proto;
  return new Proto(
    code,
    constants,
    protos.map(copyOf),
    upvalues,
    lines,
    locals,
    source,
    lineDefined,
    lastLineDefined,
    parameterCount,
    isVararg,
    stackSize,
  );
}

const host: CompilerHost = {
  parse(text) {
    const number = parseNumber(text);
    return number === undefined ? undefined : toFengari(number);
  },
  fold(op, a, b) {
    const folded = arithmetic(op, fromFengari(a), fromFengari(b));
    // Division by 0 and operands without an integer are not folded: see validop in lcode.js.
    if (folded === undefined || typeof folded === 'string') throw new Error(`constant folding of operator ${op}`);
    return toFengari(folded);
  },
  isExactInteger: (number) => toInteger(fromFengari(number)) !== undefined,
  chunkId: shortSource,
  syntaxError: (message) => new LuaError(message),
};

function toFengari(number: LuaNumber): FengariNumber {
  return isInteger(number) ? [true, number] : [false, toDouble(number)];
}

function fromFengari([isInt, value]: FengariNumber): LuaNumber {
  return isInt ? value : float(Number(value));
}

function convert(f: FengariProto, source: string): Proto {
  const constants: LuaValue[] = f.k.map((constant) => {
    switch (constant.type) {
      case NIL:
        return undefined;
      case BOOLEAN:
        return constant.value as boolean;
      case INTEGER:
        return constant.value as number | bigint;
      case FLOAT:
        return float(constant.value as number);
      default:
        return text(constant.value as FengariString);
    }
  });
  return new Proto(
    Int32Array.from(f.code, (instruction) => instruction.code),
    constants,
    f.p.map((inner) => convert(inner, source)),
    f.upvalues.map((upvalue) => ({
      name: text(upvalue.name),
      inStack: Boolean(upvalue.instack),
      index: small(upvalue.idx),
    })),
    Int32Array.from(f.lineinfo),
    f.locvars.map((local) => ({ name: text(local.varname), start: small(local.startpc), end: small(local.endpc) })),
    source,
    small(f.linedefined),
    small(f.lastlinedefined),
    small(f.numparams),
    Boolean(f.is_vararg),
    small(f.maxstacksize),
  );
}

/**
 * Fengari's counts come as V8's boxed doubles. In frames they would turn every register number into one, which costs
 * an allocation per call.
 */
const small = (count: number): number => count | 0;

const interned = new Map<string, string>();

/** A byte string for a constant. */
function text(string: FengariString): string {
  const bytes = string.getstr();
  let value = '';
  for (let i = 0; i < bytes.length; i += 4096) value += String.fromCharCode(...bytes.subarray(i, i + 4096));
  if (value.length > 40) return value;
  const known = interned.get(value);
  if (known !== undefined) return known;
  if (interned.size > 20000) interned.clear();
  const name = internalised(value);
  interned.set(name, name);
  return name;
}

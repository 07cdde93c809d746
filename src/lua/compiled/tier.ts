/** Decides which functions are compiled, and compiles them. */
import { LuaClosure, makeClosure } from '../interpreter/closure.ts';
import { advance, prepare } from '../interpreter/loops.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import { MethodCache } from '../interpreter/method-cache.ts';
import type { Proto } from '../interpreter/proto.ts';
import { LuaTable } from '../table.ts';
import * as calls from './calls.ts';
import { type Compiled, MANY, MAX_NESTING } from './convention.ts';
import * as finishing from './finish.ts';
import { writeFunction } from './function-writer.ts';
import * as operations from './operations.ts';

/** What compiled code uses by name. */
const SUPPORT: Readonly<Record<string, unknown>> = {
  ...calls,
  ...finishing,
  ...operations,
  advance,
  prepare,
  makeClosure,
  LuaClosure,
  LuaTable,
  MANY,
};

/** What a call counts towards the heat of a function, in instructions. */
export const CALL_HEAT = 30;

/**
 * What a call counts that comes from the host, a native or compiled code: what has no code of its own enters the
 * instruction loop anew, and an error in it takes the compiled functions below back to the interpreter.
 */
const OUTER_CALL_HEAT = 300;

/** What an instruction of a loop without calls counts: compiled code gains most on those. */
export const LOOP_HEAT = 4;

/**
 * Work, in instructions, after which a function of {@link USUAL_LENGTH} instructions is compiled.
 *
 * New JavaScript starts in the JavaScript engine's own interpreter, where it is several times slower than run.ts (optimised
 * long ago) on the bytecode, until its optimised code is there: the later, the longer it is. So short functions are
 * compiled soon, and longer ones have to work for it. Waiting longer costs programs that go on more than it gives
 * to those that end soon (README.md has what was measured).
 */
export const HOT_AFTER = 12_000;
const USUAL_LENGTH = 32;
/** How many times as long a function waits at least, however short it is, and at most. */
const [LEAST, MOST] = [1 / 4, 4];

/** A function longer than this stays interpreted: JavaScript engines do not optimise code of that size either. */
const MAX_INSTRUCTIONS = 4000;

/** Whether JavaScript may be made from text here: a page's security policy can forbid it. */
export function canCompile(): boolean {
  try {
    return evaluate([], 'return true')() === true;
  } catch {
    return false;
  }
}

function evaluate(names: readonly string[], body: string): (...values: unknown[]) => unknown {
  return Reflect.construct(Function, [...names, body]) as (...values: unknown[]) => unknown;
}

/** Whether `proto`, which did `work` more, should run in compiled code now. */
export function isHot(vm: Interpreter, proto: Proto, work: number): boolean {
  const { compiled } = proto;
  if (compiled === null || (compiled === undefined && (proto.heat += work) < proto.hotAt)) return false;
  return vm.nesting < MAX_NESTING && compileWhenHot(vm, proto) !== null;
}

function compileWhenHot(vm: Interpreter, proto: Proto): Compiled | null {
  if (proto.compiled !== undefined) return proto.compiled;
  proto.hotAt = vm.hotAfter * Math.min(MOST, Math.max(LEAST, (proto.code.length / USUAL_LENGTH) ** 3));
  return proto.heat < proto.hotAt ? null : compileProto(proto);
}

/** For who calls with arguments: the code of `proto`, if it should run and can be called so. */
export function directCode(vm: Interpreter, proto: Proto): Compiled | undefined {
  return vm.hotAfter < Infinity && isHot(vm, proto, OUTER_CALL_HEAT) ? proto.direct : undefined;
}

/** Compiles `proto`: afterwards `compiled` is its code, or null when it has to stay interpreted. */
function compileProto(proto: Proto): Compiled | null {
  const written = proto.code.length > MAX_INSTRUCTIONS ? undefined : writeFunction(proto);
  if (written === undefined) return (proto.compiled = null);
  proto.compiled = load(written.text);
  proto.entries = written.entries;
  proto.methods = Array.from({ length: written.methods }, () => new MethodCache());
  if (!proto.isVararg) proto.direct = proto.compiled;
  return proto.compiled;
}

/** Characters of JavaScript that are kept for functions to come. */
const KEPT = 2 ** 22;

/**
 * By text, which says all there is to a function: where the same program runs again (in another process, after a restart)
 * it finds JavaScript that is optimised already.
 */
const functions = new Map<string, Compiled>();
let kept = 0;

function load(text: string): Compiled {
  let compiled = functions.get(text);
  if (compiled === undefined) {
    if ((kept += text.length) > KEPT) {
      functions.clear();
      kept = text.length;
    }
    compiled = evaluate(Object.keys(SUPPORT), text)(...Object.values(SUPPORT)) as Compiled;
    functions.set(text, compiled);
  }
  return compiled;
}

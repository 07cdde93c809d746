/** Decides which functions are compiled, and compiles them. */
import { LuaClosure, makeClosure } from '../interpreter/closure.ts';
import { advance } from '../interpreter/loops.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import { MethodCache } from '../interpreter/method-cache.ts';
import type { Proto } from '../interpreter/proto.ts';
import { LuaTable } from '../table.ts';
import * as calls from './calls.ts';
import { type Compiled, MANY, MAX_NESTING } from './convention.ts';
import * as finishing from './finish.ts';
import { type Code, knownFunction } from './known.ts';
import * as operations from './operations.ts';
import { writer } from './writer.ts';

/** What compiled code uses by name. */
const SUPPORT: Readonly<Record<string, unknown>> = {
  ...calls,
  ...finishing,
  ...operations,
  advance,
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
 * Work, in instructions, after which a function of {@link USUAL_LENGTH} instructions is compiled; another in proportion to
 * its length.
 *
 * New JavaScript starts in the JavaScript engine's own interpreter, where it is several times slower than run.ts (optimised
 * long ago) on the bytecode, until its optimised code is there: that takes time in proportion to its length. So a
 * function has to do about as much work before as it loses then (README.md has what was measured).
 */
export const HOT_AFTER = 12_000;
const USUAL_LENGTH = 32;

/** Work after which a function is looked up among those that ran before; most functions never do so much. */
const LOOK = 300;

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
  const enough = (vm.hotAfter * proto.code.length) / USUAL_LENGTH;
  if (proto.heat < Math.min(LOOK, enough)) return wait(proto, LOOK);
  const known = (proto.known ??= knownFunction(proto));
  known.heat += proto.heat;
  proto.heat = 0;
  if (known.code === undefined) {
    // Not all that is missing at once: its like elsewhere may do their share.
    if (known.heat < enough) return wait(proto, Math.max(LOOK, (enough - known.heat) / 8));
    const write = writer();
    if (write === undefined) return wait(proto, LOOK);
    known.code = compileProto(proto, write);
  }
  return adopt(proto, known.code);
}

function wait(proto: Proto, work: number): null {
  proto.hotAt = work;
  return null;
}

/** For who calls with arguments: the code of `proto`, if it should run and can be called so. */
export function directCode(vm: Interpreter, proto: Proto): Compiled | undefined {
  return vm.hotAfter < Infinity && isHot(vm, proto, OUTER_CALL_HEAT) ? proto.direct : undefined;
}

/** The code of `proto`, or null when it has to stay interpreted. */
function compileProto(proto: Proto, write: NonNullable<ReturnType<typeof writer>>): Code | null {
  const written = proto.code.length > MAX_INSTRUCTIONS ? undefined : write(proto);
  if (written === undefined) return null;
  const { text, methods, entries } = written;
  const compiled = evaluate(Object.keys(SUPPORT), text)(...Object.values(SUPPORT)) as Compiled;
  return { compiled, methods, entries };
}

function adopt(proto: Proto, code: Code | null): Compiled | null {
  if (code === null) return (proto.compiled = null);
  proto.compiled = code.compiled;
  proto.entries = code.entries;
  proto.methods = Array.from({ length: code.methods }, () => new MethodCache());
  if (!proto.isVararg) proto.direct = code.compiled;
  return code.compiled;
}

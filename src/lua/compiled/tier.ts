/** Decides which functions are compiled, and compiles them. */
import { makeClosure } from '../interpreter/closure.ts';
import { isJump, jumpTarget, methodCalls, opcode } from '../interpreter/instructions.ts';
import { advance } from '../interpreter/loops.ts';
import type { Frame } from '../interpreter/frame.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import { MethodCache } from '../interpreter/method-cache.ts';
import type { Proto } from '../interpreter/proto.ts';
import { LuaTable } from '../table.ts';
import * as calls from './calls.ts';
import { type Compiled, MANY, MAX_NESTING } from './convention.ts';
import * as finishing from './finish.ts';
import type { LoopToWrite } from './function-writer.ts';
import { type Code, countWork, knownFunction, workSince } from './known.ts';
import * as operations from './operations.ts';
import { writer } from './writer.ts';

/** What compiled code uses by name. */
const SUPPORT: Readonly<Record<string, unknown>> = {
  ...calls,
  ...finishing,
  ...operations,
  advance,
  makeClosure,
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

/**
 * Functions and loops longer than this, in instructions, wait until all functions together have done so many times
 * {@link HOT_AFTER} of work since they were met. JavaScript engines need longer than in proportion for them, and they mostly
 * use tables and call: there compiled code gains a half where it gains nine tenths in short loops. So a program that ends
 * within some ten milliseconds is faster without.
 */
const LONG = 24;
const PATIENCE = 40;
/**
 * Not those that were met in the first work of a worker, so many times {@link HOT_AFTER}: run.ts is not optimised there yet,
 * and new JavaScript is no slower.
 */
const WARM_UP = 4;

/** From so much work by calls on a function is compiled as a whole; before, only loops of it that run long. */
const CALLED_OFTEN = 1200;

/** Work after which a function is looked up among those that ran before; most functions never do so much. */
const LOOK = 300;

/** A function or loop longer than this stays interpreted: JavaScript engines do not optimise code of that size either. */
const MAX_INSTRUCTIONS = 4000;
/** A loop in a function longer than this too: looking at all of it would take longer than a message should. */
const MAX_AROUND = 4 * MAX_INSTRUCTIONS;
/** Work in a function that waits for the others, after which it looks again. */
const LOOK_AT_OTHERS_AGAIN = 1200;
/** Work in a function with a loop that stays interpreted, after which another of its loops may be compiled. */
const LOOK_AT_LOOP_AGAIN = 30_000;

/** Instead of the instruction at which a loop goes on: the function is called. */
const CALL = -1;

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

/** Whether `proto`, which is called and so did `work` more, should run in compiled code now. */
export function isHot(vm: Interpreter, proto: Proto, work: number): boolean {
  const { compiled } = proto;
  if (compiled === null || (compiled === undefined && (proto.heat += work) < proto.hotAt)) return false;
  return vm.nesting < MAX_NESTING && (compiled !== undefined || compileWhenHot(vm, proto, CALL));
}

/** The code to go on in at the start of a loop at `pc`, in which `work` more was done. */
export function codeOfLoop(vm: Interpreter, proto: Proto, pc: number, work: number): Compiled | undefined {
  if (vm.nesting >= MAX_NESTING) return undefined;
  for (let isNew = false; ; isNew = true) {
    const code = proto.compiled && proto.entries?.has(pc) === true ? proto.compiled : proto.loops?.get(pc);
    if (code !== undefined || isNew || proto.compiled !== undefined) return code;
    if ((proto.loopHeat += work) < proto.hotAt || !compileWhenHot(vm, proto, pc)) return undefined;
  }
}

/** Compiles the function, or the loop that goes on `at` an instruction, when it is time. Returns whether there is code. */
function compileWhenHot(vm: Interpreter, proto: Proto, at: number): boolean {
  const whole = (vm.hotAfter * proto.code.length) / USUAL_LENGTH;
  if (proto.heat + proto.loopHeat < Math.min(LOOK, whole)) return wait(proto, LOOK);
  const known = (proto.known ??= knownFunction(proto));
  countWork(known, proto.heat, proto.loopHeat);
  proto.heat = proto.loopHeat = 0;
  const isCalled = known.callHeat >= Math.min(CALLED_OFTEN, whole);
  if (at === CALL && !isCalled) return wait(proto, LOOK);
  let code = isCalled ? known.code : known.loops.get(at);
  if (code === undefined) {
    const length = isCalled ? proto.code.length : loopLength(proto.code, at);
    const enough = (vm.hotAfter * length) / USUAL_LENGTH;
    const refused = isCalled ? 0 : (known.refused.get(at) ?? 0);
    // Not all that is missing at once: its like elsewhere may do their share.
    if (known.heat < enough && refused === 0) return wait(proto, Math.max(LOOK, (enough - known.heat) / 8));
    const isNew = workSince(known) < vm.hotAfter * PATIENCE && known.metAt > vm.hotAfter * WARM_UP;
    if (isNew && length > LONG) return wait(proto, LOOK_AT_OTHERS_AGAIN);
    const write = writer();
    if (write === undefined) return wait(proto, LOOK);
    if (isCalled) code = known.code = compileProto(proto, write, length);
    else {
      code = compileProto(proto, write, length, { entry: at, ...numbersOnTop(vm, proto, refused) });
      for (const pc of code?.entries ?? [at]) known.loops.set(pc, code);
      known.heat = known.callHeat;
    }
  }
  return adopt(proto, code, !isCalled);
}

function wait(proto: Proto, work: number): false {
  proto.hotAt = work;
  return false;
}

/** Instructions of the outermost loop around `at`, as far as jumps tell (some may never be taken). */
function loopLength(code: Int32Array, at: number): number {
  let start = at;
  let end = at;
  for (let pc = code.length - 1; pc >= at; pc--) {
    const i = code[pc] as number;
    const to = isJump(opcode(i)) ? jumpTarget(i, pc) : pc + 1;
    if (to > start) continue;
    start = to;
    end = Math.max(end, pc + 1);
  }
  return end - start;
}

/** Registers of the running activation of `proto` that hold numbers: all wide after one refusal, none after another. */
function numbersOnTop(
  { coroutine }: Interpreter,
  { stackSize }: Proto,
  refused: number,
): Pick<LoopToWrite, 'small' | 'numbers'> {
  const { base } = coroutine.current() as Frame;
  const registers = refused > 1 ? [] : Array.from({ length: stackSize }, (_, r) => r);
  const isSmall = (r: number): boolean =>
    refused === 0 && ((coroutine.stack[base + r] as number) | 0) === coroutine.stack[base + r];
  const numbers = registers.filter((r) => typeof coroutine.stack[base + r] === 'number');
  return { small: numbers.filter(isSmall), numbers: numbers.filter((r) => !isSmall(r)) };
}

/** For who calls with arguments: the code of `proto`, if it should run and can be called so. */
export function directCode(vm: Interpreter, proto: Proto): Compiled | undefined {
  if (proto.isVararg || vm.hotAfter === Infinity) return undefined;
  return isHot(vm, proto, OUTER_CALL_HEAT) ? proto.direct : undefined;
}

/** The code of `proto`, or of a loop in it, of so many instructions; null when it has to stay interpreted. */
function compileProto(
  proto: Proto,
  write: NonNullable<ReturnType<typeof writer>>,
  length: number,
  loop?: LoopToWrite,
): Code | null {
  if (length > MAX_INSTRUCTIONS || proto.code.length > MAX_AROUND) return null;
  const written = write(proto, loop);
  if (written === undefined) return null;
  const { text, entries } = written;
  const compiled = evaluate(Object.keys(SUPPORT), text)(...Object.values(SUPPORT)) as Compiled;
  return { compiled, entries };
}

function adopt(proto: Proto, code: Code | null, isLoop: boolean): boolean {
  if (code === null) {
    if (!isLoop) proto.compiled = null;
    return wait(proto, LOOK_AT_LOOP_AGAIN);
  }
  if (proto.methods.length === 0) {
    proto.methods = Array.from({ length: methodCalls(proto.code).length }, () => new MethodCache());
  }
  if (isLoop) {
    proto.loops ??= new Map();
    for (const pc of code.entries) proto.loops.set(pc, code.compiled);
    return true;
  }
  proto.compiled = code.compiled;
  proto.entries = code.entries;
  if (!proto.isVararg) proto.direct = code.compiled;
  return true;
}

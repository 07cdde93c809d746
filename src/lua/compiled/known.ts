/**
 * Functions by all that their JavaScript depends on, so that the same function elsewhere (in another process, after a
 * restart, below a line that was added) adds to the work it did before, and finds JavaScript that is optimised already.
 */
import { argBx, CLOSURE, opcode } from '../interpreter/instructions.ts';
import type { Proto } from '../interpreter/proto.ts';
import type { LuaValue } from '../value.ts';
import type { Compiled } from './convention.ts';

/** What was made of a function, or of a loop in it. */
export interface Code {
  readonly compiled: Compiled;
  /** Starts of loops where it can be entered. */
  readonly entries: ReadonlySet<number>;
}

export interface KnownFunction {
  /** Work that the interpreter did in it, in instructions, and how much of it calls count for. */
  heat: number;
  callHeat: number;
  /** {@link work} when it was met. */
  readonly metAt: number;
  /** Null when it stays interpreted, undefined while that is open. */
  code: Code | null | undefined;
  /** Of loops that were compiled by themselves, by where they can be entered; null when they stay interpreted. */
  readonly loops: Map<number, Code | null>;
  /** How often code that was made for the numbers at such a place met other values there. */
  readonly refused: Map<number, number>;
}

/** Characters of keys that are kept: some thousand functions. The JavaScript of a function is up to 40 times as long as its key. */
const KEPT = 2 ** 17;

const functions = new Map<string, KnownFunction>();
let kept = 0;
/** Work that the interpreter did in all functions. */
let work = 0;

/** What is known of `proto` and all functions like it. */
export function knownFunction(proto: Proto): KnownFunction {
  const key = keyOf(proto);
  let known = functions.get(key);
  if (known === undefined) {
    if ((kept += key.length) > KEPT) {
      functions.clear();
      kept = key.length;
    }
    functions.set(key, (known = newFunction()));
  }
  return known;
}

const newFunction = (): KnownFunction => ({
  heat: 0,
  callHeat: 0,
  metAt: work,
  code: undefined,
  loops: new Map(),
  refused: new Map(),
});

/** Work was done in functions like this one, by calls and by loops. */
export function countWork(known: KnownFunction, callHeat: number, loopHeat: number): void {
  known.callHeat += callHeat;
  known.heat += callHeat + loopHeat;
  work += callHeat + loopHeat;
}

/** Work that was done in all functions since this one was met. */
export function workSince(known: KnownFunction): number {
  return work - known.metAt;
}

/**
 * All of `proto` that function-writer.ts depends on. Constants that are not written out are read by their index, so any
 * others do; lines and names of variables, which errors tell, stay with the function itself.
 */
function keyOf({ code, constants, protos, upvalues, parameterCount, isVararg, stackSize }: Proto): string {
  const captured = [...code].flatMap((i) =>
    opcode(i) === CLOSURE ? [(protos[argBx(i)] as Proto).upvalues.flatMap((u) => (u.inStack ? [u.index] : []))] : [],
  );
  const written = constants.map((value) => (isWritable(value) ? (value ?? null) : []));
  const units = new Uint16Array(code.buffer, code.byteOffset, code.length * 2);
  const text = Array.from(units, (unit) => String.fromCharCode(unit)).join('');
  return JSON.stringify([upvalues.length, parameterCount, isVararg, stackSize, captured, written]) + text;
}

/** Whether a constant reads the same as JavaScript: nil, booleans, strings and numbers that are integers. */
export function isWritable(value: LuaValue): value is string | number | boolean | undefined {
  return (
    typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isInteger(value))
  );
}

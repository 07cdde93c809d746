/**
 * The control flow of a function as loops and forward jumps, the form JavaScript can say (`continue`, `break label`).
 *
 * A `for` loop jumps to its test at the end first. In JavaScript the test is at the start, so every loop is entered there; a
 * program whose `goto` enters a loop elsewhere has no such form and stays interpreted.
 */
import {
  argC,
  CALL,
  CLOSURE,
  CONCAT,
  FORLOOP,
  FORPREP,
  hasExtra,
  isTest,
  JMP,
  jumpTarget,
  LOADBOOL,
  NEWTABLE,
  opcode,
  RETURN,
  SETLIST,
  TAILCALL,
  TFORCALL,
  TFORLOOP,
  VARARG,
} from '../interpreter/instructions.ts';
import type { Proto } from '../interpreter/proto.ts';

export interface Loop {
  readonly start: number;
  /** First instruction behind it. */
  end: number;
  /** The test of a `for` loop. */
  readonly test: number | undefined;
  /** Whether a loop of another kind begins where the body of this `for` loop does. */
  readonly hasInner: boolean;
}

export interface Graph {
  /** By start, the outer ones first. */
  readonly loops: readonly Loop[];
  readonly reachable: Uint8Array;
  /** Instructions that something jumps to. */
  readonly targets: Uint8Array;
}

/** Whether the instruction saves registers on every way through it. */
export function isAccount(i: number): boolean {
  switch (opcode(i)) {
    case NEWTABLE:
    case CONCAT:
    case CALL:
    case TAILCALL:
    case TFORCALL:
    case SETLIST:
    case CLOSURE:
      return true;
    case VARARG:
      return i >>> 23 === 0;
    default:
      return false;
  }
}

/** The test at the end of the loop that the jump at `pc` enters, or −1 when it enters no `for` loop. */
export function loopTest(code: Int32Array, pc: number): number {
  const i = code[pc] as number;
  const op = opcode(i);
  if (op !== FORPREP && op !== JMP) return -1;
  const target = jumpTarget(i, pc);
  if (op === FORPREP) return target;
  const isGeneric = target > pc && opcode(code[target] as number) === TFORCALL;
  return isGeneric && jumpTarget(code[target + 1] as number, target + 1) === pc + 1 ? target : -1;
}

/** The instruction that follows in the code, past operands and jumps that belong to the one at `pc`. */
export function following(code: Int32Array, pc: number): number {
  const i = code[pc] as number;
  return isTest(opcode(i)) || hasExtra(i) ? pc + 2 : pc + 1;
}

/** Calls `visit` with each place that control goes to from `pc`, as it is emitted. */
export function edges(code: Int32Array, pc: number, visit: (to: number) => void): void {
  const i = code[pc] as number;
  const op = opcode(i);
  const test = loopTest(code, pc);
  if (test >= 0) return visit(pc + 1);
  if (op === RETURN) return;
  if (op === JMP) return visit(jumpTarget(i, pc));
  if (op === LOADBOOL && argC(i) !== 0) return visit(pc + 2);
  if (isTest(op)) visit(jumpTarget(code[pc + 1] as number, pc + 1));
  if (op === FORLOOP || op === TFORLOOP) visit(jumpTarget(i, pc));
  visit(following(code, pc));
}

/** The graph, or undefined where the jumps do not nest. */
export function graphOf({ code }: Proto): Graph | undefined {
  const reachable = new Uint8Array(code.length);
  const targets = new Uint8Array(code.length + 1);
  const ends = new Map<number, number[]>();
  const pending = [0];
  for (let pc = pending.pop(); pc !== undefined; pc = pending.pop()) {
    if (reachable[pc] === 1) continue;
    reachable[pc] = 1;
    const from = pc;
    const next = following(code, pc);
    const test = loopTest(code, pc);
    if (test >= 0) pending.push(test);
    edges(code, pc, (to) => {
      if (to !== next) targets[to] = 1;
      if (to <= from) ends.set(to, [...(ends.get(to) ?? []), from]);
      pending.push(to);
    });
  }
  const loops = [...ends]
    .map(([start, jumps]): Loop => {
      const last = Math.max(...jumps);
      const test = isForTest(code[last] as number)
        ? last - (opcode(code[last] as number) === TFORLOOP ? 1 : 0)
        : undefined;
      return { start, end: following(code, last), test, hasInner: test !== undefined && jumps.length > 1 };
    })
    .sort((a, b) => a.start - b.start || b.end - a.end);
  return nest(code, loops, reachable) ? { loops, reachable, targets } : undefined;
}

const isForTest = (i: number): boolean => opcode(i) === FORLOOP || opcode(i) === TFORLOOP;

function nest(code: Int32Array, loops: readonly Loop[], reachable: Uint8Array): boolean {
  for (const { start, end } of loops) {
    if (loops.some((other) => other.start > start && other.start < end && other.end > end)) return false;
    for (let pc = 0; pc < code.length; pc++) {
      if (reachable[pc] === 0 || (pc >= start && pc < end)) continue;
      let enters = false;
      edges(code, pc, (to) => {
        if (to > start && to < end) enters = true;
      });
      if (enters) return false;
    }
  }
  // The jump behind a test is emitted with it, so nothing else may lead there.
  return !code.some((i, pc) => reachable[pc] === 1 && isTest(opcode(i)) && reachable[pc + 1] === 1);
}

/** Which registers of a function matter where: sets of registers by instruction, found from the bytecode alone. */
import { reads, successors, writes } from './instructions.ts';
import type { Proto } from './proto.ts';

/** A set of registers for each instruction, and one more behind the last. */
export class RegisterSets {
  private readonly words: number;
  private readonly bits: Int32Array;

  constructor(proto: Proto) {
    this.words = (proto.stackSize + 31) >>> 5;
    this.bits = new Int32Array((proto.code.length + 1) * this.words);
  }

  has(pc: number, register: number): boolean {
    return ((this.bits[pc * this.words + (register >>> 5)] as number) & (1 << (register & 31))) !== 0;
  }

  add(pc: number, from: number, to = from): void {
    for (let r = from; r <= to; r++) (this.bits[pc * this.words + (r >>> 5)] as number) |= 1 << (r & 31);
  }

  remove(pc: number, from: number, to = from): void {
    for (let r = from; r <= to; r++) (this.bits[pc * this.words + (r >>> 5)] as number) &= ~(1 << (r & 31));
  }

  clear(pc: number): void {
    this.bits.fill(0, pc * this.words, (pc + 1) * this.words);
  }

  /** Adds the set of `source` at `from` to the one at `pc`; whether that added any. */
  merge(pc: number, source: RegisterSets, from: number): boolean {
    let grown = false;
    for (let w = 0; w < this.words; w++) {
      const before = this.bits[pc * this.words + w] as number;
      const after = before | (source.bits[from * this.words + w] as number);
      if (after !== before) grown = true;
      this.bits[pc * this.words + w] = after;
    }
    return grown;
  }
}

export interface Liveness {
  /** Registers whose values something may still read when the instruction is about to run. */
  readonly before: RegisterSets;
  /** Registers that keep a value over the instruction for later: neither its operands nor its results. */
  readonly across: RegisterSets;
}

/** Runs from the end to the start until nothing changes; loops need a few rounds. */
export function liveness(proto: Proto): Liveness {
  const before = new RegisterSets(proto);
  const across = new RegisterSets(proto);
  const { length } = proto.code;
  for (let changed = true; changed;) {
    changed = false;
    for (let pc = length - 1; pc >= 0; pc--) {
      successors(proto, pc, (next) => across.merge(pc, before, next));
      writes(proto, pc, (from, to) => across.remove(pc, from, to), true);
      if (before.merge(pc, across, pc)) changed = true;
      reads(proto, pc, (from, to) => {
        for (let r = from; r <= to; r++) {
          if (before.has(pc, r)) continue;
          before.add(pc, r);
          changed = true;
        }
      });
    }
  }
  return { before, across };
}

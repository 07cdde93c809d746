/**
 * Registers live in JavaScript variables; whatever may look at the stack (a call, an error that a protected call
 * catches, the measure of the heap) must find there what is still needed. Here is which registers may differ from their
 * place on the stack before each instruction.
 */
import { successors, writes } from '../interpreter/instructions.ts';
import type { Proto } from '../interpreter/proto.ts';
import { type Liveness, RegisterSets } from '../interpreter/register-sets.ts';
import { type Graph, isAccount, loopTest } from './graph.ts';

/**
 * Registers that a loop only reads are saved once, at the jump at `pc` that enters it: there is no other way to keep them
 * from being saved at each call inside.
 */
export function savedAtEntry(proto: Proto, { loops }: Graph, { before }: Liveness, pc: number): number[] {
  const { code } = proto;
  const loop = loopTest(code, pc) < 0 ? undefined : loops.find(({ start }) => start === pc + 1);
  if (loop === undefined) return [];
  const written = new Set<number>();
  let saves = false;
  for (let at = loop.start; at < loop.end; at++) {
    if (isAccount(code[at] as number)) saves = true;
    writes(proto, at, (from, to) => {
      for (let r = from; r <= to; r++) written.add(r);
    });
  }
  if (!saves) return [];
  const found: number[] = [];
  for (let r = 0; r < proto.stackSize; r++) if (!written.has(r) && before.has(pc + 1, r)) found.push(r);
  return found;
}

/** Sets of registers that may not be saved before each instruction. */
export function unsavedRegisters(proto: Proto, graph: Graph, live: Liveness): RegisterSets {
  const { code } = proto;
  const unsaved = new RegisterSets(proto);
  const after = new RegisterSets(proto);
  if (proto.parameterCount > 0) unsaved.add(0, 0, proto.parameterCount - 1);
  const entries = new Map<number, number[]>();
  for (let changed = true; changed;) {
    changed = false;
    for (let pc = 0; pc < code.length; pc++) {
      const i = code[pc] as number;
      after.clear(pc);
      if (!isAccount(i)) after.merge(pc, unsaved, pc);
      writes(proto, pc, (from, to) => after.add(pc, from, to));
      if (loopTest(code, pc) >= 0) {
        const saved = entries.get(pc) ?? savedAtEntry(proto, graph, live, pc);
        entries.set(pc, saved);
        for (const r of saved) after.remove(pc, r);
      }
      successors(proto, pc, (next) => {
        if (unsaved.merge(next, after, pc)) changed = true;
      });
    }
  }
  return unsaved;
}

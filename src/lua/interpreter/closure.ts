/** Lua functions at run time: a prototype and its upvalues, both plain data. */
import { arrayOf } from '../arrays.ts';
import { epochs, type Heap, type Undo } from '../heap.ts';
import type { LuaValue } from '../value.ts';
import type { Coroutine } from './coroutine.ts';
import type { Proto, UpvalueDescription } from './proto.ts';

/** A closure and one of its upvalues, in bytes, for the memory account. */
const CLOSURE_BYTES = 64;
const UPVALUE_BYTES = 48;

/**
 * A variable that closures share. While its function runs it is a register of a coroutine's stack (open); afterwards it
 * is alone in a stack of its own. Either way its value is `stack[index]`.
 */
export class Upvalue {
  stamp = epochs.last;
  constructor(
    public stack: LuaValue[],
    public index: number,
  ) {}

  /** Before a write in a transaction that has not saved it. */
  save(heap: Heap): void {
    heap.save('upvalue', new SavedUpvalue(this));
    this.stamp = heap.epoch;
  }

  /** Leaves the register: from now on the variable lives here. */
  close(heap: Heap): void {
    if (this.stamp < heap.epoch) this.save(heap);
    this.stack = arrayOf(this.stack[this.index]);
    this.index = 0;
  }
}

class SavedUpvalue implements Undo {
  private readonly stack: LuaValue[];
  private readonly index: number;
  private readonly value: LuaValue;
  private readonly stamp: number;
  constructor(private readonly upvalue: Upvalue) {
    this.stack = upvalue.stack;
    this.index = upvalue.index;
    this.value = upvalue.stack[upvalue.index];
    this.stamp = upvalue.stamp;
  }
  undo(): void {
    this.upvalue.stack = this.stack;
    this.upvalue.index = this.index;
    this.stack[this.index] = this.value;
    this.upvalue.stamp = this.stamp;
  }
}

export class LuaClosure {
  constructor(
    readonly proto: Proto,
    readonly upvalues: Upvalue[],
  ) {}
}

/** The closure of `inner` that `outer`, whose registers start at `base`, makes. @throws LuaError "not enough memory" */
export function makeClosure(heap: Heap, co: Coroutine, inner: Proto, outer: LuaClosure, base: number): LuaClosure {
  const { length } = inner.upvalues;
  heap.charge(CLOSURE_BYTES + length * UPVALUE_BYTES);
  const captured = arrayOf<Upvalue>();
  for (let j = 0; j < length; j++) {
    const { inStack, index } = inner.upvalues[j] as UpvalueDescription;
    captured.push(inStack ? co.capture(base + index) : (outer.upvalues[index] as Upvalue));
  }
  return new LuaClosure(inner, captured);
}

/**
 * Instructions in full: what run.ts has no fast path for, and what its fast paths leave over. The state is saved before
 * (`frame.pc` is behind the instruction, gas is settled), so anything here may throw, call a metamethod or look at frames.
 *
 * One function of its own for all of them: as long as JavaScript engines have not optimised the instruction loop they
 * execute it many times more slowly, and the longer it is, the longer that takes.
 */
import { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { callAt, insertCallHandler, replaceFrame, reserve } from './calls.ts';
import { LuaClosure, type Upvalue } from './closure.ts';
import type { Coroutine } from './coroutine.ts';
import { type Frame, TO_REGISTERS } from './frame.ts';
import { argA, argB, argC, jumpTarget, opcode } from './instructions.ts';
import type { Interpreter } from './interpreter.ts';
import { prepare } from './loops.ts';
import * as meta from './metamethods.ts';
import { FIELDS_PER_FLUSH, FIRST_CONSTANT } from './proto.ts';
import { NO_STEP, traverse } from './traverse.ts';

/** Instead of the next instruction: another frame, or another coroutine, may be on top now. */
export const ENTER = -1;

/**
 * Carries out the instruction `i` of the frame on top. Returns the next instruction, or {@link ENTER}.
 *
 * @throws LuaError as the instruction does, GasError
 */
export function perform(vm: Interpreter, co: Coroutine, frame: Frame, i: number): number {
  const { base, pc } = frame;
  const { stack } = co;
  const { proto, upvalues } = frame.fn as LuaClosure;
  const { constants, slots } = proto;
  const at = pc - 1;
  const a = base + argA(i);
  const op = opcode(i);
  switch (op) {
    case 2: // LOADKX A: R(A) := Kst(extra arg)
      stack[a] = constants[(proto.code[pc] as number) >>> 6];
      vm.gas--;
      return pc + 1;

    case 4: // LOADNIL A B: R(A), …, R(A+B) := nil
      for (let place = a + argB(i); place >= a; place--) stack[place] = undefined;
      return pc;

    case 6: {
      // GETTABUP A B C: R(A) := UpValue[B][RK(C)]
      const upvalue = upvalues[argB(i)] as Upvalue;
      const key = operand(stack, constants, base, argC(i));
      return get(vm, stack, slots, at, upvalue.stack[upvalue.index], key, a) ? pc : ENTER;
    }

    case 8: {
      // SETTABUP A B C: UpValue[A][RK(B)] := RK(C)
      const upvalue = upvalues[argA(i)] as Upvalue;
      const key = operand(stack, constants, base, argB(i));
      const value = operand(stack, constants, base, argC(i));
      return set(vm, slots, at, upvalue.stack[upvalue.index], key, value) ? pc : ENTER;
    }

    case 9: {
      // SETUPVAL A B: UpValue[B] := R(A)
      const upvalue = upvalues[argB(i)] as Upvalue;
      if (upvalue.stamp < vm.heap.epoch) upvalue.save(vm.heap);
      upvalue.stack[upvalue.index] = stack[a];
      return pc;
    }

    case 31: // EQ A B C: if ((RK(B) == RK(C)) ~= A) then pc++
    case 32: // LT A B C: if ((RK(B) < RK(C)) ~= A) then pc++
    case 33: {
      // LE A B C: if ((RK(B) <= RK(C)) ~= A) then pc++
      const b = operand(stack, constants, base, argB(i));
      const c = operand(stack, constants, base, argC(i));
      const outcome = meta.compare(vm, op, b, c);
      if (typeof outcome === 'object') {
        meta.callComparison(vm, outcome, b, c, a - base);
        return ENTER;
      }
      if (outcome === a > base) return pc;
      // The jump that is skipped counts.
      vm.gas--;
      return pc + 1;
    }

    case 37: {
      // TAILCALL A B C: return R(A)(R(A+1), …, R(A+B-1)), with no Lua function in R(A)
      let count = argB(i) !== 0 ? argB(i) - 1 : co.top - a - 1;
      if (!meta.isFunction(stack[a])) insertCallHandler(vm, co, a, count++);
      const fn = stack[a];
      if (fn instanceof LuaClosure) replaceFrame(vm, co, fn, a, count);
      else callAt(vm, co, a, count, a, -1, TO_REGISTERS);
      return ENTER;
    }

    case 40: // FORPREP A sBx: R(A) -= R(A+2); pc += sBx
      prepare(vm, stack, a);
      return jumpTarget(i, at);

    case 43: {
      // SETLIST A B C: R(A)[(C-1)*FPF+i] := R(A+i), 1 <= i <= B
      const count = argB(i) !== 0 ? argB(i) : co.top - a - 1;
      let block = argC(i);
      if (block === 0) {
        block = (proto.code[frame.pc++] as number) >>> 6;
        vm.gas--;
      }
      vm.gas -= count;
      (stack[a] as LuaTable).setList((block - 1) * FIELDS_PER_FLUSH + 1, stack, a + 1, count);
      return frame.pc;
    }

    case 45: {
      // VARARG A B: R(A), R(A+1), …, R(A+B-2) := vararg
      const from = frame.func + 1 + proto.parameterCount;
      const available = Math.max(0, base - from);
      const wanted = argB(i) !== 0 ? argB(i) - 1 : available;
      if (argB(i) === 0) {
        reserve(vm, co, a + wanted);
        co.top = a + wanted;
      }
      for (let j = 0; j < wanted; j++) stack[a + j] = j < available ? stack[from + j] : undefined;
      return pc;
    }

    default: {
      // Arithmetic and bitwise operators: R(A) := RK(B) op RK(C), unary ones (UNM, BNOT) R(A) := op R(B)
      if (op < 13 || op > 26) throw new Error(`Lua opcode ${op}`);
      const bx = argB(i);
      const cx = op >= 25 ? bx : argC(i);
      const b = operand(stack, constants, base, bx);
      const c = operand(stack, constants, base, cx);
      return meta.arith(vm, stack, op - 13, b, c, bx, cx, a) ? pc : ENTER;
    }
  }
}

/** RK of the manual's notation: a register, or a constant. */
function operand(stack: readonly LuaValue[], constants: readonly LuaValue[], base: number, x: number): LuaValue {
  return x >= FIRST_CONSTANT ? constants[x - FIRST_CONSTANT] : stack[base + x];
}

/** `stack[dest] = object[key]`; keeps the place of a string key for the fast path of the instruction at `at`. */
export function get(
  vm: Interpreter,
  stack: LuaValue[],
  slots: Int32Array,
  at: number,
  object: LuaValue,
  key: LuaValue,
  dest: number,
): boolean {
  if (object instanceof LuaTable) {
    let value: LuaValue;
    if (typeof key === 'string') {
      const slot = object.find(key);
      if (slot >= 0) {
        slots[at] = slot;
        value = object.nodes[slot + 1];
      }
    } else value = object.get(key);
    if (value !== undefined || object.metatable === undefined) {
      stack[dest] = value;
      return true;
    }
  }
  return meta.index(vm, stack, object, key, dest);
}

/** `object[key] = value`; keeps the place of a string key for the fast path of the instruction at `at`. */
export function set(
  vm: Interpreter,
  slots: Int32Array,
  at: number,
  object: LuaValue,
  key: LuaValue,
  value: LuaValue,
): boolean {
  if (object instanceof LuaTable) {
    if (object.metatable === undefined) {
      if (typeof key === 'string') {
        slots[at] = object.setString(key, value);
        return true;
      }
      if (typeof key === 'number' && key === key) {
        object.setNumber(key, value);
        return true;
      }
    } else if (typeof key === 'string') slots[at] = Math.max(0, object.find(key));
  }
  return meta.setIndex(vm, object, key, value);
}

/**
 * TFORCALL at `pc` of `next` and of the iterator of `ipairs`, without a call: the key and value go to `stack[a + 3]` and
 * behind. Returns false where the function at `stack[a]` has to be called, with all in place for it.
 */
export function iterate(
  vm: Interpreter,
  stack: LuaValue[],
  slots: Int32Array,
  pc: number,
  a: number,
  wanted: number,
): boolean {
  const fn = stack[a];
  const state = stack[a + 1];
  const control = stack[a + 2];
  const key = wanted <= 2 ? traverse(vm, slots, pc, fn, state, control) : NO_STEP;
  if (key !== NO_STEP) {
    stack[a + 3] = key;
    if (wanted === 2) stack[a + 4] = vm.second;
    return true;
  }
  stack[a + 3] = fn;
  stack[a + 4] = state;
  stack[a + 5] = control;
  return false;
}

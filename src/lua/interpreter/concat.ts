/** The `..` operator on a range of registers (manual §3.4.6; luaV_concat). */
import { CONCAT_BYTES } from '../gas.ts';
import { formatNumber } from '../number/text.ts';
import { isNumber } from '../number/int64.ts';
import type { LuaValue } from '../value.ts';
import type { LuaClosure } from './closure.ts';
import type { Coroutine } from './coroutine.ts';
import { concatError } from './faults.ts';
import { type Frame, TO_CONCAT } from './frame.ts';
import type { Interpreter } from './interpreter.ts';

/** The text of a string or number, undefined for anything else. */
export function toText(value: LuaValue): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return isNumber(value) ? formatNumber(value) : undefined;
}

/** A new string of the machine: charges its bytes. */
export function join(vm: Interpreter, left: string, right: string): string {
  const length = left.length + right.length;
  if (length > 2 ** 29 - 25) vm.heap.charge(vm.heap.limit + 1);
  vm.heap.charge(length);
  vm.gas -= (length / CONCAT_BYTES) | 0;
  return left + right;
}

/**
 * Concatenates the registers `first`…`last` (stack places) into `first`, from the right as the operator associates.
 * Returns false when a metamethod was called; its result goes on in {@link continueConcat}.
 */
export function concat(vm: Interpreter, coroutine: Coroutine, first: number, last: number): boolean {
  const { stack } = coroutine;
  for (let top = last; top > first; top--) {
    const left = stack[top - 1];
    const right = stack[top];
    const leftText = toText(left);
    const rightText = leftText === undefined ? undefined : toText(right);
    if (leftText !== undefined && rightText !== undefined) stack[top - 1] = join(vm, leftText, rightText);
    else {
      const handler = vm.metamethod(left, '__concat') ?? vm.metamethod(right, '__concat');
      if (handler === undefined) {
        throw concatError(vm, left, right, top - 1 - (coroutine.current() as Frame).base);
      }
      vm.callHandler(handler, left, right, undefined, 2, TO_CONCAT, top - 1, 0);
      return false;
    }
  }
  return true;
}

/** After a `__concat` metamethod left its value at `place`: the rest of the CONCAT instruction of the running frame. */
export function continueConcat(vm: Interpreter, coroutine: Coroutine, place: number): void {
  const frame = coroutine.current() as Frame;
  const i = (frame.fn as LuaClosure).proto.code[frame.pc - 1] as number;
  const first = frame.base + (i >>> 23);
  if (concat(vm, coroutine, first, place)) coroutine.stack[frame.base + ((i >>> 6) & 0xff)] = coroutine.stack[first];
}

/** The two traversals of generic loops that need no call: `next` (as `pairs` gives it) and the iterator of `ipairs`. */
import { NATIVE_CALL } from '../gas.ts';
import { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import type { Interpreter } from './interpreter.ts';

/** Instead of a key: the iterator has to be called. */
export const NO_STEP = Symbol('no step');

/** In the slots of a TFORCALL: it was a step of `ipairs`. */
export const IPAIRS = -1;

/**
 * One step of the traversal by `fn`: the next key, nil at the end, and its value in `vm.second`; or {@link NO_STEP}.
 *
 * @param slots keeps, by the instruction `pc`, where the step before was
 */
export function traverse(
  vm: Interpreter,
  slots: Int32Array,
  pc: number,
  fn: LuaValue,
  state: LuaValue,
  control: LuaValue,
): LuaValue | typeof NO_STEP {
  if (!(state instanceof LuaTable)) return NO_STEP;
  if (fn === vm.ipairsIterator && typeof control === 'number') {
    const n = control + 1;
    const { array } = state;
    const value = n > 0 && n <= array.length ? array[n - 1] : state.getNumber(n);
    if (value === undefined && state.metatable !== undefined) return NO_STEP;
    vm.gas -= NATIVE_CALL;
    slots[pc] = IPAIRS;
    vm.second = value;
    return value === undefined ? undefined : n;
  }
  if (fn !== vm.nextFunction || fn === undefined) return NO_STEP;
  const position = state.nextPosition(control, slots[pc]);
  if (position < -1) return NO_STEP;
  vm.gas -= NATIVE_CALL;
  if (position < 0) return (vm.second = undefined);
  slots[pc] = position;
  vm.second = state.valueAt(position);
  return state.keyAt(position);
}

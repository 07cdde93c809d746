/**
 * The size of what a machine can still reach: JavaScript does not tell, so the heap is walked when the running account
 * passes the ceiling. Estimates, the same on every run; values held only by JavaScript do not count.
 */
import { NativeClosure } from '../lib/native-closure.ts';
import { LuaTable, tableBytes } from '../table.ts';
import { TagArray } from '../tag-array.ts';
import type { LuaValue } from '../value.ts';
import { LuaClosure } from './closure.ts';
import { Coroutine, COROUTINE_BYTES } from './coroutine.ts';
import { CoroutineWrapper } from './control.ts';
import { type Frame, LUA, PROTECTED_CALL } from './frame.ts';
import { CLOSURE, opcode, reads } from './instructions.ts';
import type { Interpreter } from './interpreter.ts';
import type { Proto } from './proto.ts';
import { type Liveness, liveness } from './register-sets.ts';

/** Strings up to this length are counted at each place, longer ones once. */
const SHARED_LENGTH = 64;
const CLOSURE_BYTES = 64;
const FRAME_BYTES = 128;

/** @param held values that count as reachable: the instruction at hand stores them */
export function reachableBytes(vm: Interpreter, held: readonly LuaValue[] = []): number {
  const seen = new Set<object | string>();
  const pending: object[] = [vm.globals];
  let bytes = 0;
  const analysed = new Map<Proto, Liveness>();
  const liveOf = (proto: Proto): Liveness => {
    const known = analysed.get(proto) ?? liveness(proto);
    analysed.set(proto, known);
    return known;
  };
  const visit = (value: LuaValue): void => {
    if (typeof value === 'string') {
      if (value.length > SHARED_LENGTH) {
        if (seen.has(value)) return;
        seen.add(value);
      }
      bytes += value.length;
    } else if (typeof value === 'object' && !seen.has(value)) {
      seen.add(value);
      pending.push(value);
    }
  };
  visit(vm.stringMetatable);
  held.forEach(visit);
  for (const library of vm.loaded.values()) visit(library);
  if (vm.native !== undefined) vm.nativeArguments.forEach(visit);
  for (const values of vm.waitingArguments) values.forEach(visit);
  for (let coroutine: Coroutine | undefined = vm.coroutine; coroutine !== undefined; coroutine = coroutine.resumer) {
    visit(coroutine);
  }
  for (let object = pending.pop(); object !== undefined; object = pending.pop()) {
    if (object instanceof LuaTable) {
      bytes += tableBytes(object.array.length, object.nodes.length);
      for (const value of object.array) visit(value);
      for (const value of object.nodes) visit(value);
      visit(object.metatable);
      if (object instanceof TagArray) {
        const toCome = object.reach(visit);
        bytes += toCome;
      }
    } else if (object instanceof LuaClosure) {
      bytes += CLOSURE_BYTES + 32 * object.upvalues.length;
      for (const upvalue of object.upvalues) visit(upvalue.stack[upvalue.index]);
    } else if (object instanceof Coroutine) {
      bytes += COROUTINE_BYTES + object.stack.length * 8 + object.depth * FRAME_BYTES;
      visitStack(object, liveOf, visit);
    } else if (object instanceof CoroutineWrapper) visit(object.coroutine);
    else if (object instanceof NativeClosure) visit(object.state);
  }
  return bytes;
}

/**
 * What the frames of a coroutine still need: variadic arguments, and registers that are read later. What else lies on the
 * stack depends on how the function ran (compiled code keeps registers elsewhere), so it does not count.
 */
function visitStack(coroutine: Coroutine, liveOf: (proto: Proto) => Liveness, visit: (value: LuaValue) => void): void {
  const { stack, frames, depth } = coroutine;
  // A coroutine that did not start holds its function.
  if (depth === 0 && !coroutine.isMain) visit(stack[0]);
  for (let at = 0; at < depth; at++) {
    const frame = frames[at] as Frame;
    visit(frame.fn);
    // In other frames it is left over from one that stood in their place before.
    if (frame.kind === PROTECTED_CALL) visit(frame.handler);
    if (frame.kind === LUA) {
      const { proto } = frame.fn as LuaClosure;
      for (let place = frame.func + 1 + proto.parameterCount; place < frame.base; place++) visit(stack[place]);
      const { before, across } = liveOf(proto);
      const [live, pc] = frame.pc === 0 ? [before, 0] : [across, frame.pc - 1];
      for (let r = 0; r < proto.stackSize; r++) if (live.has(pc, r)) visit(stack[frame.base + r]);
      // The closure that is being made will hold what it shares.
      if (opcode(proto.code[pc] as number) !== CLOSURE) continue;
      reads(proto, pc, (from, to) => {
        for (let r = from; r <= to; r++) visit(stack[frame.base + r]);
      });
    } else if (at === depth - 1) for (let place = frame.base; place < frame.top; place++) visit(stack[place]);
  }
}

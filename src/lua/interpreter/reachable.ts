/**
 * The size of what a machine can still reach: JavaScript does not tell, so the heap is walked when the running account
 * passes the ceiling. Estimates, the same on every run; values held only by JavaScript do not count.
 */
import { NativeClosure } from '../lib/native-closure.ts';
import { LuaTable, tableBytes } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { LuaClosure } from './closure.ts';
import { Coroutine, COROUTINE_BYTES } from './coroutine.ts';
import { CoroutineWrapper } from './control.ts';
import type { Interpreter } from './interpreter.ts';

/** Strings up to this length are counted at each place, longer ones once. */
const SHARED_LENGTH = 64;
const CLOSURE_BYTES = 64;
const FRAME_BYTES = 128;

export function reachableBytes(vm: Interpreter): number {
  const seen = new Set<object | string>();
  const pending: object[] = [vm.globals];
  let bytes = 0;
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
  for (const library of vm.loaded.values()) visit(library);
  for (let coroutine: Coroutine | undefined = vm.coroutine; coroutine !== undefined; coroutine = coroutine.resumer) {
    visit(coroutine);
  }
  for (let object = pending.pop(); object !== undefined; object = pending.pop()) {
    if (object instanceof LuaTable) {
      bytes += tableBytes(object.array.length, object.nodes.length);
      for (const value of object.array) visit(value);
      for (const value of object.nodes) visit(value);
      visit(object.metatable);
    } else if (object instanceof LuaClosure) {
      bytes += CLOSURE_BYTES + 32 * object.upvalues.length;
      for (const upvalue of object.upvalues) visit(upvalue.stack[upvalue.index]);
    } else if (object instanceof Coroutine) {
      const extent = object.extent();
      bytes += COROUTINE_BYTES + object.stack.length * 8 + object.depth * FRAME_BYTES;
      for (let i = 0; i < extent; i++) visit(object.stack[i]);
    } else if (object instanceof CoroutineWrapper) visit(object.coroutine);
    else if (object instanceof NativeClosure) visit(object.state);
  }
  return bytes;
}

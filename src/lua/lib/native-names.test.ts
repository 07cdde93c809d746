import { describe, expect, it } from 'vitest';
import { createAosProcess } from '../aos/aos-process.ts';
import { LuaClosure } from '../interpreter/closure.ts';
import { CoroutineWrapper } from '../interpreter/control.ts';
import { Coroutine } from '../interpreter/coroutine.ts';
import { Interpreter } from '../interpreter/interpreter.ts';
import { createMachine, type Machine } from '../machine.ts';
import { NativeFunction } from '../native.ts';
import { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { NativeClosure, restoreNativeClosure } from './native-closure.ts';

/** Every native that the heap of a machine reaches, and those that the interpreter hands out. */
function natives(machine: Machine, roots: readonly LuaValue[]): Set<NativeFunction> {
  const vm = machine.runtime;
  if (!(vm instanceof Interpreter)) throw new Error('no interpreter');
  const seen = new Set<LuaValue>();
  const found = new Set<NativeFunction>();
  const pending: LuaValue[] = [machine.globals, vm.stringMetatable, vm.nextFunction, vm.ipairsIterator, ...roots];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof LuaTable) pending.push(...value.array, ...value.nodes, value.metatable);
    else if (value instanceof LuaClosure) pending.push(...value.upvalues.map(({ stack, index }) => stack[index]));
    else if (value instanceof Coroutine) pending.push(...value.stack);
    else if (value instanceof NativeFunction) {
      found.add(value);
      if (value instanceof NativeClosure) pending.push(value.state);
      if (value instanceof CoroutineWrapper) pending.push(value.coroutine);
    }
  }
  return found;
}

describe('natives in a heap', () => {
  it('have names that tell them apart: snapshots save them by name', () => {
    const machine = createMachine();
    const process = createAosProcess(machine);
    const program = machine.load(
      `require 'json' require '.bint' require '.crypto'
      return ipairs {}, ('x'):gmatch 'x', (utf8.codes 'x'), coroutine.wrap(print), coroutine.wrap(print)`,
      '=test',
    );
    const found = natives(machine, [process.root, ...machine.call(program)]);
    expect(found.size).toBeGreaterThan(100);
    const behaviours = new Map<string, NativeFunction>();
    for (const native of found) {
      expect(native.name).not.toBe('');
      const other = behaviours.get(native.name);
      // Closures and wrappers of one name differ in their state only.
      if (other !== undefined) {
        expect([native.name, native.constructor]).toEqual([other.name, other.constructor]);
        expect([native.name, native instanceof NativeClosure || native instanceof CoroutineWrapper]).toEqual([
          native.name,
          true,
        ]);
      }
      behaviours.set(native.name, native);
      if (native instanceof NativeClosure) {
        expect(restoreNativeClosure(native.name, native.state)).toBeInstanceOf(NativeClosure);
      }
    }
    expect([...behaviours.keys()]).toEqual(
      expect.arrayContaining(['ipairs.iterator', 'string.gmatch.iterator', 'coroutine.wrap.function', 'aos.find']),
    );
  });
});

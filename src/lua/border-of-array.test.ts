/** `#t` is what a binary search in the array finds, whatever was written and by whichever tier. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SEED } from '../../e2e/support/seed.ts';
import { createMachine } from './machine.ts';
import type { LuaTable } from './table.ts';
import type { LuaValue } from './value.ts';

function searched(array: readonly LuaValue[]): number {
  let [low, high] = [0, array.length];
  if (high === 0 || array[high - 1] !== undefined) return high;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (array[middle - 1] === undefined) high = middle;
    else low = middle;
  }
  return low;
}

const PROGRAM = `
local t, set, push, pop = {}, nil, table.insert, table.remove
function set(key, value) t[key] = value end
return t, set, function(value) push(t, value) end, function() return pop(t) end, function() return #t end,
  function(a, b, c, d) t = {a, b, c, d} return t end`;

const step = fc.oneof(
  fc.record({ name: fc.constant('set'), key: fc.integer({ min: 1, max: 12 }), value: fc.constantFrom(7, undefined) }),
  fc.record({ name: fc.constant('append'), key: fc.constant(0), value: fc.constant(8) }),
  fc.constantFrom(
    ...['push', 'pop', 'undo', 'anew'].map((name) => ({ name, key: 0, value: undefined as number | undefined })),
  ),
);

it.each(['interpreter', 'compiled'] as const)('%s', (tier) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const machine = createMachine({ tier, hotAfter: 0 });
      const results = machine.call(machine.load(PROGRAM, '=test'));
      const [, set, push, pop, size, anew] = results;
      let table = results[0] as LuaTable;
      for (const { name, key, value } of steps) {
        if (name === 'set') machine.call(set, [key, value]);
        else if (name === 'append') machine.call(set, [table.array.length + 1, value]);
        else if (name === 'push') machine.call(push, [9]);
        else if (name === 'pop') machine.call(pop);
        else if (name === 'anew') [table] = machine.call(anew, [1, undefined, 3, undefined]) as [LuaTable];
        else {
          const transaction = machine.begin();
          machine.call(push, [1]);
          machine.call(set, [2, undefined]);
          transaction.rollback();
        }
        expect(machine.call(size)).toEqual([searched(table.array)]);
      }
    }),
    { seed: SEED, numRuns: 300 },
  );
});

import { getHeapSpaceStatistics } from 'node:v8';
import { expect, it } from 'vitest';
import { createMachine } from './machine.ts';

/** Bytes among the old objects. */
function old(): number {
  const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space');
  return space?.space_used_size ?? NaN;
}

it('tables that live long do not make V8 keep those that do not', () => {
  const machine = createMachine({ gas: Infinity, tier: 'interpreter' });
  machine.call(machine.load('Kept = {} for i = 1, 100000 do Kept[i] = { { i }, name = i } end', '=kept'));
  const work = machine.load(
    'for i = 1, 100000 do local t = { { i }, name = i } t.next = function() return t end end',
    '=work',
  );
  let grown = 0;
  for (let round = 0; round < 6; round++) {
    const before = old();
    machine.call(work);
    // A full collection in between makes it smaller.
    grown += Math.max(0, old() - before);
  }
  expect(grown / 2 ** 20).toBeLessThan(40);
});

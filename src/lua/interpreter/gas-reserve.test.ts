import { expect, it } from 'vitest';
import { GasError } from '../errors.ts';
import { createMachine } from '../machine.ts';
import { NativeFunction } from '../native.ts';

const SOURCE = 'for i = 1, 4 do work() done = i end return done';
const WORK = 2 ** 29;

function start() {
  const machine = createMachine();
  machine.globals.setString(
    'work',
    new NativeFunction('work', (rt) => {
      rt.charge(WORK);
      return undefined;
    }),
  );
  return { machine, chunk: machine.load(SOURCE, '=test') };
}

it('counts gas beyond what one integer holds', () => {
  const { machine, chunk } = start();
  expect(machine.call(chunk, [], { gas: 2 ** 40 })).toEqual([4]);
  expect(machine.gasUsed).toBeGreaterThan(4 * WORK);
  const needed = machine.gasUsed;
  expect(machine.call(chunk, [], { gas: needed })).toEqual([4]);
  expect(machine.gasUsed).toBe(needed);
  expect(() => machine.call(chunk, [], { gas: 3 * WORK })).toThrow(GasError);
  expect(machine.globals.getString('done')).toBe(2);
});

it('has no limit without one', () => {
  const { machine, chunk } = start();
  for (let round = 0; round < 3; round++) expect(machine.call(chunk, [], { gas: Infinity })).toEqual([4]);
});

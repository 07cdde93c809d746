import { describe, expect, it } from 'vitest';
import { createMachine } from '../machine.ts';

function run(source: string): { result: unknown; gas: number } {
  const machine = createMachine({ tier: 'interpreter' });
  const chunk = machine.load(source, '=slow');
  const [result] = machine.call(chunk);
  return { result, gas: machine.gasUsed };
}

describe('an instruction done in full costs what its fast path costs', () => {
  // `%1` and `%2` are operands: first those of a fast path, then those that need the instruction in full.
  it.each([
    ['comparisons, the jump taken or skipped', '%1 < %2, %1 > %2, %1 <= %2, %1 >= %2', ['3', '4'], ['"3"', '"4"']],
    ['equality of objects', '%1 == %2, %1 ~= %2', ['true', 'false'], ['{}', '{}']],
    ['floats', '%1 + %2, %1 - %2, %1 * %2', ['7', '2'], ['7.0', '2.5']],
    ['division', '%1 // %2, %1 % %2', ['7', '2'], ['-7', '2']],
  ])('%s', (_, expressions, fast, slow) => {
    const chunk = (operands: string[]): string =>
      `local x, y = ${operands[0] as string}, ${operands[1] as string} local n = 0 for i = 1, 10 do ` +
      `local a, b, c, d = ${expressions.replaceAll('%1', 'x').replaceAll('%2', 'y')} if a then n = n + 1 end end return n`;
    // Tables cost an instruction each, as constants do.
    expect(run(chunk(slow)).gas).toBe(run(chunk(fast)).gas);
  });

  it('reads and writes of keys that the instruction saw in another place', () => {
    const chunk = (second: string): string =>
      `local both = { { first = 1, value = 2 }, ${second} } local sum = 0 ` +
      `for i = 1, 20 do local t = both[i % 2 + 1] sum = sum + t.value t.value = i end return sum`;
    const alike = run(chunk('{ first = 1, value = 2 }'));
    expect(run(chunk('{ value = 2, first = 1 }'))).toEqual(alike);
  });
});

describe('instructions in full', () => {
  it('store more elements than one word counts, in order', () => {
    const { result } = run(`local t = { ${'7,'.repeat(30_000)} 8 } return #t .. ':' .. t[1] .. ':' .. t[30001]`);
    expect(result).toBe('30001:7:8');
  });

  it('read constants whose number does not fit into an instruction', () => {
    const names = Array.from({ length: 262_200 }, (_, i) => `${i}.5`).join(',');
    expect(run(`local t = { ${names} } return #t .. ':' .. t[262190]`).result).toBe('262200:262189.5');
  });

  it('replace the frame also where a table is called in the place of a function', () => {
    const source = `local steps = setmetatable({}, { __call = function(self, n)
      if n == 0 then return 'done' end return self(n - 1) end }) return steps(300000)`;
    expect(run(source).result).toBe('done');
  });
});

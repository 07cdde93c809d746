import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { programs } from '../bench/lua/programs.mjs';
import { markdown, problems, ratios } from '../bench/lua/report.mjs';
import { geometricMean, median } from '../bench/statistics.mjs';

const cell = (...times: number[]) => ({ results: ['1'], times });
const table = new Map([
  [
    'fib',
    new Map([
      ['ours', cell(1, 2, 3)],
      ['stock', cell(8, 8, 9)],
    ]),
  ],
  [
    'loop',
    new Map([
      ['ours', cell(4)],
      ['stock', cell(4)],
    ]),
  ],
]);

describe('the report of bench:lua', () => {
  it('knows a program for each row', () => {
    const files = readdirSync(new URL('../bench/lua/programs', import.meta.url)).map((file) =>
      file.replace('.lua', ''),
    );
    expect(Object.keys(programs).sort()).toEqual(files.sort());
    expect(files).toHaveLength(16);
  });

  it('has medians and geometric means', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(geometricMean([1, 4])).toBeCloseTo(2);
  });

  it('compares the fastest runs of ours and of the others, and shows the worst row', () => {
    expect([...ratios(table, 'ours', 'stock')]).toEqual([
      ['fib', 8],
      ['loop', 1],
    ]);
    const lines = markdown(table, ['ours', 'stock']).split('\n');
    expect(lines[2]).toMatch(/^\| fib\(24\) +\| 2.00 \(1.00–3.00\) +\| 8.00 \(8.00–9.00\) +\| 8.00 +\|$/);
    expect(lines.at(-2)).toMatch(/geometric mean.*\| 2.83 +\|$/);
    expect(lines.at(-1)).toMatch(/worst row.*\| 1.00 +\|$/);
  });

  it('tells when engines disagree or fail', () => {
    expect(problems(table)).toEqual([]);
    const bad = new Map([
      [
        'fib',
        new Map([
          ['ours', cell(1)],
          ['stock', { ...cell(1), results: ['2'] }],
        ]),
      ],
      ['loop', new Map([['ours', { results: [], times: [], error: 'broke' }]])],
    ]);
    expect(problems(bad)).toEqual(['fib: results differ: ours 1, stock 2', 'loop: ours: broke']);
    expect(markdown(bad, ['ours'])).toContain('failed');
  });
});

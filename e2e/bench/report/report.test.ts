import { describe, expect, it } from 'vitest';
import type { Curve } from '../measured.ts';
import { atMost, exactly, plainRow, ratioRow, timeRow } from '../rows.ts';
import type { Results } from '../run.ts';
import { budgetOf } from '../budgets.ts';
import { chart } from './chart.ts';
import { shown } from './numbers.ts';
import { performancePage } from './performance-page.ts';
import { budgetTable, partTable } from './tables.ts';

const curve: Curve = {
  ...{ name: 'growth', title: 'Reads & writes', x: 'keys', y: 'ms' },
  lines: [
    {
      name: 'newest',
      points: [
        { x: 10, y: 1 },
        { x: 1_000, y: 10 },
      ],
    },
    { name: 'past', points: [{ x: 100, y: 2 }] },
  ],
};

const rows = [timeRow('a read', [[1, 3], [4]]), ratioRow('ours', [[3], [4]], 'theirs', [[2], [2]])];
const limits = [atMost('a read', rows[0]!, 5), atMost('a size', plainRow('a size', 'bytes', exactly(12_345)), 9_000)];

const results: Results = {
  date: '2030-01-02T03:04:05.000Z',
  machine: { processor: 'A processor', processors: 4, memory: '8 GiB', system: 'Linux x64' },
  versions: { node: 'v20.1.2', browser: 'Chromium 1.2' },
  quick: false,
  machineFactor: { value: 2, low: 1.5, high: 2.5 },
  budgets: limits.map((limit) => budgetOf(limit, 2)),
  parts: [{ name: 'reads', title: 'Reading', about: 'What a read costs.', rows, curves: [curve] }],
};

describe('numbers', () => {
  it('have three digits that count', () => {
    expect([0.0123, 1.234, 12.34, 123.4, 12_345, NaN].map(shown)).toEqual([
      '0.012',
      '1.23',
      '12.3',
      '123',
      '12,345',
      '–',
    ]);
  });
});

describe('tables', () => {
  it('say what is met, put to the machine, with its noise', () => {
    expect(budgetTable(results.budgets).split('\n').slice(2)).toEqual([
      '| a read | 1.50 ms | ≤ 5.00 ms | yes | 1.00–2.00 |',
      '| a size | 12,345 bytes | ≤ 9,000 bytes | **no** |  |',
    ]);
  });

  it('have the p95 of times, and what a ratio is against', () => {
    expect(partTable({ rows }).split('\n').slice(2)).toEqual([
      '| a read | 3.00 ms | 3.90 | 2.00–4.00 |',
      '| ours against theirs | 1.75 × |  | 1.50–2.00 |',
    ]);
  });
});

describe('the page in the docs', () => {
  const page = performancePage(results);

  it('names machine, versions, factor, and what is not met', () => {
    expect(page).toContain('4 × A processor, 8 GiB, Linux x64; Node v20.1.2, Chromium 1.2.');
    expect(page).toContain('Machine factor 2.00 (1.50–2.50).');
    expect(page).toContain('Not met: a size.');
    expect(page).not.toContain('small counts');
  });

  it('shows the chart of a curve beside its part', () => {
    expect(page).toMatch(/## Reading[^]*!\[Reads & writes: ms by keys\]\(performance-growth\.svg\)/);
  });
});

describe('a chart', () => {
  const svg = chart(curve);

  it('has logarithmic axes: ten times as much is as far everywhere', () => {
    const xs = [...svg.matchAll(/cx="(\d+)"/g)].map(([, x]) => Number(x));
    const [low = 0, high = 0, middle = 0] = xs;
    expect(middle).toBe(Math.round((low + high) / 2));
    expect(svg.match(/<polyline/g)).toHaveLength(2);
  });

  it('is for light and dark pages, and says in words what it shows', () => {
    expect(svg).toContain('prefers-color-scheme:dark');
    expect(svg).toContain('aria-label="Reads &amp; writes: ms by keys"');
  });
});

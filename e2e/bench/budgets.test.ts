import { describe, expect, it } from 'vitest';
import { budgetOf } from './budgets.ts';
import { atLeast, atMost, exactly, plainRow, ratioRow, timeRow } from './rows.ts';
import { middleOf, quantile } from './statistics.mjs';

const times = timeRow('a read', [
  [1, 2, 9],
  [3, 4, 5],
]);

describe('samples', () => {
  it('have their median, p95, and the band of the medians of rounds', () => {
    expect(times).toMatchObject({ value: 3.5, low: 2, high: 4, unit: 'ms' });
    expect(times.p95).toBeCloseTo(8);
    expect(quantile([10, 20], 0.25)).toBe(12.5);
    expect(middleOf([[7]])).toEqual({ value: 7, low: 7, high: 7 });
  });

  it('are compared round by round, so that a slow round slows both', () => {
    const ratio = ratioRow('ours', [[2], [20], [6]], 'theirs', [[1], [10], [2]]);
    expect(ratio).toMatchObject({ value: 2, low: 2, high: 3, against: 'theirs' });
  });
});

describe('a budget', () => {
  it('fails only when the whole band of the noise is beyond it', () => {
    const ratio = { ...plainRow('x', '×', { value: 1.6, low: 1.4, high: 2 }) };
    expect(budgetOf(atMost('x', ratio, 1.5), 1)).toMatchObject({ met: true, value: 1.6, noise: [1.4, 2] });
    expect(budgetOf(atMost('x', ratio, 1.3), 1).met).toBe(false);
    expect(budgetOf(atLeast('x', ratio, 2), 1).met).toBe(true);
    expect(budgetOf(atLeast('x', ratio, 2.1), 1).met).toBe(false);
  });

  it('puts times and rates to the machine, and neither ratios nor sizes', () => {
    expect(budgetOf(atMost('x', times, 2), 2)).toMatchObject({ value: 1.75, noise: [1, 2], measured: 3.5, met: true });
    const rate = plainRow('x', 'messages/s', exactly(200));
    expect(budgetOf(atLeast('x', rate, 300), 2)).toMatchObject({ value: 400, measured: 200, met: true });
    expect(budgetOf(atMost('x', plainRow('x', 'bytes', exactly(8_001)), 8_000), 2).met).toBe(false);
    expect(budgetOf(atMost('x', plainRow('x', '×', exactly(2)), 1.5), 2).met).toBe(false);
  });
});

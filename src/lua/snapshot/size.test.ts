/** Large heaps: nothing recurses, and the bytes follow the size. What it costs: e2e/bench/snapshot. */
import { expect, it } from 'vitest';
import { CopiedProcess } from './testing.ts';

it('holds 100,000 tables inside of each other', { timeout: 60_000 }, () => {
  const process = new CopiedProcess();
  process.eval(`deep = {} local at = deep for i = 1, 100000 do local inner = { i } at.inner = inner at = inner end`);
  const copy = process.copy();
  expect(copy.holds(process)).toBe(true);
  expect(
    copy.eval(`local n, at = 0, deep while at.inner do at = at.inner n = n + 1 end return n .. ' ' .. at[1]`),
  ).toBe('100000 100000');
});

it('holds 10,000 entries in less than 1 MB', { timeout: 60_000 }, () => {
  const process = new CopiedProcess();
  process.eval(
    `balances = {} for i = 1, 10000 do balances[('account %06d'):format(i):rep(3)] = tostring(i * 1000) end`,
  );
  const bytes = process.bytes();
  expect(bytes.length).toBeLessThan(1_000_000);
  const copy = new CopiedProcess(bytes, process.slot);
  expect(copy.eval(`return balances[('account %06d'):format(9999):rep(3)]`)).toBe('9999000');
});

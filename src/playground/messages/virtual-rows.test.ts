import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scrollTo, visibleRows } from './virtual-rows.ts';

test('all that can be seen is drawn, and little more, wherever one has scrolled to', () => {
  const pixels = fc.integer({ min: 0, max: 100_000 });
  fc.assert(
    fc.property(fc.nat(50_000), pixels, fc.integer({ min: 1, max: 2_000 }), (count, scrolled, height) => {
      const { first, end } = visibleRows(count, scrolled, height, 20);
      expect(first).toBeLessThanOrEqual(end);
      expect(end).toBeLessThanOrEqual(count);
      expect(end - first).toBeLessThanOrEqual(height / 20 + 20);
      const [top, bottom] = [Math.floor(scrolled / 20), Math.ceil((scrolled + height) / 20)];
      for (const row of [top, bottom - 1]) if (row < count) expect(row >= first && row < end).toBe(true);
    }),
  );
});

test('scrolls no further than needed', () => {
  expect(scrollTo(3, 100, 100, 20)).toBe(60);
  expect(scrollTo(5, 100, 100, 20)).toBeUndefined();
  expect(scrollTo(9, 100, 100, 20)).toBeUndefined();
  expect(scrollTo(10, 100, 100, 20)).toBe(120);
});

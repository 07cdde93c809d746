/** Lists in lists: as text every level may double that of those below, so deep ones travel as maps. */
import { describe, expect, it } from 'vitest';
import type { Value } from '../core/value.ts';
import { annotate, leaf } from './structured.ts';
import { unannotate } from './structured-decode.ts';

const nested = (levels: number, innermost: Value): Value => {
  let value = innermost;
  for (let level = 0; level < levels; level++) value = [1, value];
  return value;
};

describe('lists in lists', () => {
  it.each([
    ['a few levels', nested(3, 1)],
    ['as many as there may be', nested(40, 'x')],
    ['quotes', nested(12, '"\\"'.repeat(1000))],
    ['a long text', nested(2, '"'.repeat(100_000))],
  ])('are short and read back: %s', (_name, list) => {
    const annotated = annotate(new Map([['list', list]]));
    const size = JSON.stringify([...annotated], (_key, value: unknown) =>
      value instanceof Map ? [...value] : value,
    ).length;
    expect(size).toBeLessThan(1_000_000);
    expect(unannotate(annotated)).toEqual(new Map([['list', list]]));
  });

  it('have no text where it would be out of all proportion', () => {
    expect(leaf(nested(60, 1))).toEqual({});
    expect(leaf(nested(2, 1)).type).toBe('list');
  });
});

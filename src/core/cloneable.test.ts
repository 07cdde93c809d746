import { describe, expect, it } from 'vitest';
import { fromCloneable, toCloneable } from './cloneable.ts';
import { Atom, Float } from './value.ts';

describe('cloneable', () => {
  it('brings floats and atoms through a structured clone', () => {
    const value = { list: [1, new Float(2)], map: new Map([['a', new Atom('ok')]]), plain: { x: undefined } };
    expect(fromCloneable(structuredClone(toCloneable(value)))).toEqual(value);
  });
  it('copies nothing where nothing needs it', () => {
    const value = { list: [1, 2n, 'x'], map: new Map([['a', [true]]]) };
    expect(toCloneable(value)).toBe(value);
  });
  it('does not look into bytes, however many', () => {
    const value = { bytes: new Uint8Array(50_000_000) };
    expect(toCloneable(value)).toBe(value);
    expect(fromCloneable(value)).toBe(value);
  });
});

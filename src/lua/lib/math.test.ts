import { describe, expect, it } from 'vitest';
import { mathLibrary } from './math.ts';
import { createModule } from './module.ts';
import { FakeRuntime } from './testing/fake-runtime.ts';

function machine() {
  const rt = new FakeRuntime();
  const math = createModule(rt, mathLibrary);
  const random = (...args: (number | bigint)[]) => rt.call(math.getString('random'), args)[0];
  const seed = (value: number) => rt.call(math.getString('randomseed'), [value]);
  return { rt, math, random, seed };
}

describe('math.random', () => {
  it('is the same on every machine and follows the seed', () => {
    const [a, b] = [machine(), machine()];
    const first = Array.from({ length: 5 }, () => a.random(1_000_000));
    expect(Array.from({ length: 5 }, () => b.random(1_000_000))).toEqual(first);
    expect(new Set(first).size).toBe(5);
    a.seed(42);
    b.seed(42);
    expect(a.random()).toBe(b.random());
    b.seed(43);
    expect(a.random()).not.toBe(b.random());
  });
  it('stays in its interval and reaches all of it', () => {
    const { random } = machine();
    const counts = new Map<unknown, number>();
    for (let at = 0; at < 6000; at++) counts.set(random(3, 8), (counts.get(random(3, 8)) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual([3, 4, 5, 6, 7, 8]);
    for (let at = 0; at < 1000; at++) {
      const float = random() as number;
      expect(float >= 0 && float < 1).toBe(true);
      const wide = random(-(2n ** 62n), 2n ** 62n - 1n) as bigint;
      expect(wide >= -(2n ** 62n) && wide < 2n ** 62n).toBe(true);
      const large = random(1, 10 ** 10) as number;
      expect(Number.isSafeInteger(large) && large >= 1 && large <= 10 ** 10).toBe(true);
    }
    expect(random(5, 5)).toBe(5);
    expect(() => random(0)).toThrow('interval is empty');
    expect(() => random(-(2n ** 63n), 2n ** 63n - 1n)).toThrow('interval too large');
    expect(() => random(1, 2, 3)).toThrow('wrong number of arguments');
  });
  it('is undone with its transaction', () => {
    const { rt, random } = machine();
    const transaction = rt.heap.begin();
    const drawn = random(10 ** 9);
    transaction.rollback();
    expect(random(10 ** 9)).toBe(drawn);
  });
});

it('math has its constants', () => {
  const { math } = machine();
  expect(math.getString('maxinteger')).toBe(2n ** 63n - 1n);
  expect(math.getString('mininteger')).toBe(-(2n ** 63n));
  expect(math.getString('huge')).toBe(Infinity);
});

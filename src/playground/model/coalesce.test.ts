import { expect, test } from 'vitest';
import { coalesce } from './coalesce.ts';

test('calls during a run share the next one', async () => {
  const begun: number[] = [];
  const release: (() => void)[] = [];
  const run = coalesce(() => {
    begun.push(begun.length);
    return new Promise((resolve) => release.push(resolve));
  });
  const first = run();
  await Promise.resolve().then(() => undefined);
  await Promise.resolve();
  expect(begun).toEqual([0]);
  const second = run();
  expect(run()).toBe(second);
  release[0]?.();
  await first;
  await new Promise((resolve) => setTimeout(resolve));
  expect(begun).toEqual([0, 1]);
  release[1]?.();
  await second;
});

test('a failed run does not stop the next', async () => {
  let fail = true;
  const run = coalesce(async () => {
    if (fail) throw new Error('no');
  });
  await expect(run()).rejects.toThrow('no');
  fail = false;
  await expect(run()).resolves.toBeUndefined();
});

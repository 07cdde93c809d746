import { describe, expect, it } from 'vitest';
import { createTestNode, map } from '../../e2e/support/test-node.ts';
import type { Value } from '../core/value.ts';
import { multipass } from './multipass.ts';

describe('multipass', () => {
  it.each<[Record<string, Value>, string]>([
    [{}, 'ok'],
    [{ passes: 1 }, 'ok'],
    [{ passes: 3 }, 'pass'],
    [{ passes: '3', pass: 2 }, 'pass'],
    [{ passes: 3, pass: '3' }, 'ok'],
    [{ passes: 3, pass: 4 }, 'ok'],
    [{ passes: 'many' }, 'ok'],
    [{ passes: -2 }, 'ok'],
    [{ passes: 1.5 }, 'ok'],
    [{ passes: '' }, 'ok'],
  ])('of %o says %s', async (base, status) => {
    const message = map(base);
    expect(await multipass(message, map({}))).toEqual({ status, message });
  });
});

it('multipass@1.0 counts the pass that is due', async () => {
  const node = createTestNode();
  const run = '/~multipass@1.0&passes+integer=3';
  expect(await node.text(`${run}/compute/pass`)).toBe('2');
  expect(await node.text(`${run}/compute/compute~multipass@1.0/pass`)).toBe('3');
  expect(await node.text(`${run}&pass=3/compute/pass`)).toBe('3');
  expect((await node.fetch('/~multipass@1.0/compute/pass')).status).toBe(404);
  expect((await node.fetch('/~message@1.0&x=1/x/compute~multipass@1.0')).status).toBe(404);
});

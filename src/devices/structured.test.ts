import { beforeEach, expect, it } from 'vitest';
import { createTestNode, map, type TestNode } from '../../e2e/support/test-node.ts';
import { Float } from '../core/value.ts';

const ID = 'StructuredTest-012345678901234567890123456_';

let node: TestNode;
beforeEach(async () => {
  node = createTestNode();
  await node.store.putMessage(ID, map({ n: 12, f: new Float(3), yes: true, in: map({ l: [1, 'z'] }), s: 'text' }));
});

it('from writes values as text with their types', async () => {
  expect(await node.json(`/${ID}/from~structured@1.0`)).toEqual({
    'ao-types': 'f="float", n="integer", yes="atom"',
    f: '3.00000000000000000000e+00',
    in: { 'ao-types': 'l="list"', l: '"(ao-type-integer) 1", "z"' },
    n: '12',
    s: 'text',
    yes: '"true"',
  });
  expect(await node.text(`/${ID}/n/from~structured@1.0/ao-types`)).toBe('body="integer"');
  expect((await node.fetch(`/${ID}/nowhere/from~structured@1.0`)).status).toBe(404);
});
it('to is the inverse, and leaves what is typed already', async () => {
  expect(await node.json(`/${ID}/from~structured@1.0/to~structured@1.0`)).toEqual(await node.json(`/${ID}`));
  expect(await node.json(`/${ID}/to~structured@1.0`)).toEqual(await node.json(`/${ID}`));
  expect(await node.text(`/${ID}/s/to~structured@1.0`)).toBe('text');
  expect((await node.fetch(`/${ID}/nowhere/to~structured@1.0`)).status).toBe(404);
  expect(await node.failure('/~structured@1.0&k=1&ao-types=k=%22odd%22/to')).toBe('400 bad-type');
});

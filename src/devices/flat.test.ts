import { beforeEach, expect, it } from 'vitest';
import { createTestNode, map, type TestNode } from '../../e2e/support/test-node.ts';

const ID = 'FlatDeviceTest-012345678901234567890123456_';
const LINES = 'inner/ao-types: n="integer"\ninner/n: 8\ninner/word: green\n';

let node: TestNode;
beforeEach(async () => {
  node = createTestNode();
  await node.store.putMessage(ID, map({ inner: map({ n: 8, word: 'green' }) }));
});

it('serialize writes one line per leaf, and the device', async () => {
  expect(await node.text(`/${ID}/serialize~flat@1.0`)).toBe(`device: flat@1.0\n${LINES}`);
  expect((await node.fetch(`/${ID}/nowhere/serialize~flat@1.0`)).status).toBe(404);
});
it('to writes the message as it is', async () => {
  expect(await node.text(`/${ID}/to~flat@1.0`)).toBe(LINES);
  expect((await node.fetch(`/${ID}/nowhere/to~flat@1.0`)).status).toBe(404);
});
it('deserialize and from read lines, with their types', async () => {
  for (const read of ['deserialize', 'from']) {
    expect(await node.json(`/~flat@1.0/${read}`, { method: 'POST', body: LINES })).toEqual({
      inner: { n: 8, word: 'green' },
    });
    expect(await node.failure(`/~flat@1.0/${read}`, { method: 'POST', body: 'no colon' })).toBe('400 bad-flat');
  }
});

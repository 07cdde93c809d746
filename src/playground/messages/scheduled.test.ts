import { expect, test } from 'vitest';
import { BAKERY, HOUR, stock } from '../../../e2e/support/bakery.ts';
import { createTestNode } from '../../../e2e/support/test-node.ts';
import { actionOf, messagesOf, ownTags, readSchedule, tag, type ScheduledMessage } from './scheduled.ts';

/** A page whose `fetch` is answered by a node. */
async function bakery(slots: number) {
  const node = createTestNode();
  await stock(node, BAKERY, slots);
  return { fetch: (path: string, init?: RequestInit) => node.fetch(path, init) };
}

test('the schedule as a node answers it', async () => {
  const beam = await bakery(3);
  const messages = await readSchedule(beam, BAKERY, 1, 2);
  expect(messages.map(({ slot, timestamp }) => [slot, timestamp])).toEqual([
    [1, HOUR],
    [2, 2 * HOUR],
  ]);
  expect(messages[0]).toMatchObject({ id: 'order-1'.padEnd(43, '-'), from: '', data: '' });
  expect(tag(messages[0]!.tags, 'LOAF')).toBe('rye 1');
});

test('what the node answers instead is thrown, with its code', async () => {
  const beam = await bakery(0);
  await expect(readSchedule(beam, 'N'.repeat(43), 0, 1)).rejects.toMatchObject({
    code: 'unknown-process',
    status: 404,
  });
  const silent = { fetch: () => Promise.reject(new TypeError('Failed to fetch')) };
  await expect(readSchedule(silent, BAKERY, 0, 1)).rejects.toMatchObject({ code: 'no-answer' });
  const odd = { fetch: () => Promise.resolve(new Response('<html>')) };
  await expect(readSchedule(odd, BAKERY, 0, 1)).rejects.toMatchObject({ code: 'bad-answer' });
});

test.each([[undefined], [null], [{ edges: 1 }], [{ edges: [null] }], [{ edges: [{ cursor: 1, node: {} }] }]])(
  '%j is no schedule',
  (page) => expect(() => messagesOf(page)).toThrow(expect.objectContaining({ code: 'bad-answer' })),
);

const message = (slot: number, tags: Record<string, string>): ScheduledMessage => ({
  ...{ slot, id: '', from: '', data: '', timestamp: undefined },
  tags: Object.entries(tags).map(([name, value]) => ({ name, value })),
});

test('what a message asks for', () => {
  expect(actionOf(message(4, { Type: 'Message', action: 'Knead' }))).toBe('Knead');
  expect(actionOf(message(0, { Type: 'Process' }))).toBe('spawn');
  expect(actionOf(message(4, { Type: 'Message', Action: '' }))).toBe('message');
});

test('tags of the network are not those of its sender', () => {
  const { tags } = message(1, {
    'Data-Protocol': 'ao',
    variant: 'ao.N.1',
    Type: 'Message',
    Loaf: 'rye',
    Reference: '3',
  });
  expect(ownTags(tags)).toEqual([{ name: 'Loaf', value: 'rye' }]);
});

import { expect, test } from 'vitest';
import type { Plain, SlotResult } from 'pocketbeam';
import { hopsOf, MAX_HOPS, trace, type Place } from './trace.ts';

const gave = (messages: Plain[], more: Partial<SlotResult> = {}): SlotResult => ({
  ...{ slot: 1, output: { data: '', prompt: '' }, messages, spawns: [], assignments: [] },
  ...more,
});
const to = (target: string, action: string): Plain => ({ target, action });
const oven = { process: 'oven', slot: 1 };

test('each delivery is told by the message it delivers; patches go nowhere', () => {
  const messages = [{ device: 'patch@1.0', cache: {} }, to('shop', 'Baked'), to('mill', 'More'), to('shop', 'Bill')];
  const hops = hopsOf(
    oven,
    gave(messages, {
      deliveries: [
        { kind: 'message', target: 'shop', slot: 4 },
        { kind: 'message', target: 'mill' },
        { kind: 'message', target: 'shop', error: { code: 'endless-push', message: 'no more' } },
        { kind: 'spawn', target: 'new', slot: 0 },
        { kind: 'message', target: 'oven', slot: 2 },
      ],
    }),
  );
  expect(hops.map(({ label, to, error }) => [label, to.process, to.slot, error])).toEqual([
    ['Baked', 'shop', 4, undefined],
    ['More', 'mill', undefined, undefined],
    ['Bill', 'shop', undefined, 'no more'],
    ['spawn', 'new', 0, undefined],
    // No outbox holds it: it tells of the spawn.
    ['Spawned', 'oven', 2, undefined],
  ]);
});

test('what was not pushed on has arrived nowhere', () => {
  const hops = hopsOf(oven, gave([to('shop', 'Baked'), { target: 'mill', data: 'x' }], { spawns: [{}] }));
  expect(hops.map(({ label, to }) => [label, to])).toEqual([
    ['Baked', { process: 'shop' }],
    ['message', { process: 'mill' }],
    ['spawn', { process: '' }],
  ]);
});

/** Two who answer each other as often as is asked. */
const rally =
  (last: number) =>
  ({ process, slot }: Required<Place>): Promise<SlotResult> => {
    const other = process === 'a' ? 'b' : 'a';
    const deliveries = [{ kind: 'message' as const, target: other, slot: slot + 1 }];
    return Promise.resolve(slot < last ? gave([to(other, 'Ball')], { deliveries }) : gave([]));
  };

test('follows messages from slot to slot, the nearest first', async () => {
  const { hops, cut } = await trace({ process: 'a', slot: 1 }, rally(4));
  expect(hops.map(({ from, to }) => `${from.process}${from.slot}→${to.process}${to.slot}`)).toEqual([
    'a1→b2',
    'b2→a3',
    'a3→b4',
  ]);
  expect(cut).toBe(false);
});

test('ends where there is no end, and where a result cannot be had', async () => {
  const { hops, cut } = await trace({ process: 'a', slot: 1 }, rally(Infinity));
  expect([hops.length, cut]).toEqual([MAX_HOPS, true]);
  const once = rally(9);
  const gone = (place: Required<Place>): Promise<SlotResult> =>
    place.process === 'b' ? Promise.reject(new Error('pruned')) : once(place);
  expect((await trace({ process: 'a', slot: 1 }, gone)).hops).toHaveLength(1);
});

/** Delivery: the order of pushed messages, their ids and senders, and an end to what has none. */
import { describe, expect, it } from 'vitest';
import type { MessageOptions, SlotResult } from '../../emulator/api.ts';
import { play, type Target } from './play.ts';
import type { Scenario } from './scenario.ts';

const [A, B, BOB] = ['A', 'B', 'Bob'].map((name) => name.padEnd(43, '-')) as [string, string, string];
const scenario: Scenario = {
  ...{ name: 'relay', dialect: 'aos2', start: { timestamp: 5, height: 1 } },
  processes: [A, B].map((id) => ({ id, owner: BOB, name: id[0] ?? '', source: 'x.lua' })),
  steps: [
    { to: A, from: BOB, tags: { Action: 'Go' }, timestamp: 7, cron: true },
    { to: B, from: BOB, tags: { Action: 'Stop' }, height: 2 },
  ],
};

/** A Pocketbeam that answers each message of `action` to `process` with what `answers` says. */
function fake(answers: Record<string, [to: string, action: string][]>): { target: Target; got: MessageOptions[] } {
  const got: MessageOptions[] = [];
  const slots = new Map<string, MessageOptions[]>();
  const target: Target = {
    spawn: ({ id = '' }) => Promise.resolve(id),
    message(options) {
      got.push(options);
      const list = slots.get(options.process) ?? [];
      slots.set(options.process, list);
      return Promise.resolve({ slot: list.push(options), id: options.id ?? '' });
    },
    result({ process, slot }) {
      const tags = (slots.get(process)?.[slot - 1]?.tags ?? []) as { name: string; value: string }[];
      const action = tags.find(({ name }) => name === 'Action' || name === 'action')?.value ?? 'Boot';
      const messages = (answers[`${process[0]} ${action}`] ?? []).map(([to, next]) => ({
        ...{ Target: to, Data: next },
        Tags: [
          { name: 'Action', value: next },
          { name: 'Reference', value: '1' },
          { name: 'N', value: 2.5 },
        ],
      }));
      const output = { data: '', prompt: '' };
      return Promise.resolve({ slot, output, messages, spawns: [], assignments: [] } satisfies SlotResult);
    },
    fetch: () => Promise.resolve({ status: 404, body: '' }),
  };
  return { target, got };
}

const sources = new Map([['x.lua', '']]);

describe('play', () => {
  it('pushes first in first out before the next step, on the clock of the step', async () => {
    const { target, got } = fake({
      'A Boot': [[B, 'Hi']],
      'A Go': [
        [B, 'One'],
        [BOB, 'Aside'],
        [B, 'Two'],
      ],
      'B One': [[A, 'Three']],
    });
    const deliveries = await play(scenario, sources, target);
    expect(
      got.map(({ id, process, from, owner, timestamp, height, cron, data }) => [
        ...[id?.replace(/_+$/, ''), process[0], from?.replace(/-+$/, ''), owner?.replace(/[-_]+$/, '')],
        ...[timestamp, height, cron, data],
      ]),
    ).toEqual([
      ['MSG-3', 'B', 'A', 'AUTHORITY-mu', 5, 1, undefined, 'Hi'],
      ['MSG-4', 'A', 'Bob', 'Bob', 7, 1, true, ''],
      ['MSG-5', 'B', 'A', 'AUTHORITY-mu', 7, 1, undefined, 'One'],
      ['MSG-6', 'B', 'A', 'AUTHORITY-mu', 7, 1, undefined, 'Two'],
      ['MSG-7', 'A', 'B', 'AUTHORITY-mu', 7, 1, undefined, 'Three'],
      ['MSG-8', 'B', 'Bob', 'Bob', 7, 2, undefined, ''],
    ]);
    expect(got[2]?.tags).toEqual([
      ...[
        { name: 'action', value: 'One' },
        { name: 'reference', value: '1' },
        { name: 'n', value: '2.5' },
      ],
      { name: 'From_Process', value: A },
    ]);
    expect(deliveries.map(({ process, slot }) => `${process[0]}${slot}`)).toEqual([
      'A0',
      'B0',
      'B1',
      'A1',
      'B2',
      'B3',
      'A2',
      'B4',
    ]);
    expect(deliveries[3]?.outbox.map(({ listed }) => listed)).toContainEqual({
      ...{ target: BOB, data: 'Aside', tags: { action: 'Aside', n: 2.5 } },
    });
  });

  it('ends what has no end', async () => {
    const { target } = fake({ 'A Go': [[B, 'Go']], 'B Go': [[A, 'Go']] });
    await expect(play(scenario, sources, target)).rejects.toMatchObject({ code: 'endless-scenario' });
  });
});

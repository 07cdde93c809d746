import { describe, expect, it } from 'vitest';
import type { Message, Value } from '../core/value.ts';
import { tasksOfTags } from './cron-tags.ts';

const PROCESS = 'cron-tags-'.padEnd(43, 'c');
const NOW = 1_000_000;
const keys = (tags: Record<string, Value>): Message => new Map(Object.entries(tags));
/** As a data item has them: in their order, several of a name. */
const item = (...tags: [string, string][]): Message => {
  const original = tags.map(
    ([name, value]) =>
      new Map([
        ['name', name],
        ['value', value],
      ]),
  );
  const commitment = new Map<string, Value>([
    ['commitment-device', 'ans104@1.0'],
    ['original-tags', original],
  ]);
  const merged = tags.map(([name, value]) => [name.toLowerCase(), value] as const);
  return new Map<string, Value>([...merged, ['commitments', new Map([['id', commitment]])]]);
};
const tasks = (definition: Message): unknown => tasksOfTags(PROCESS, definition, NOW);

describe('Cron tags', () => {
  it('make one task, whose tags its messages have', () => {
    expect(
      tasks(keys({ 'cron-interval': '5-minutes', 'cron-tag-action': 'Tick', 'cron-tag-x-y': 'z', other: 'o' })),
    ).toEqual([
      { id: PROCESS, process: PROCESS, tags: { action: 'Tick', 'x-y': 'z' }, due: NOW + 300_000, every: 300_000 },
    ]);
  });
  it('have Action: Cron without tags of their own', () => {
    expect(tasks(keys({ 'cron-interval': '10-blocks' }))).toMatchObject([
      { tags: { action: 'Cron' }, every: 1_200_000 },
    ]);
  });
  it('run once with Cron-Tick alone, and first after it with both', () => {
    expect(tasks(keys({ 'cron-tick': '1h' }))).toEqual([
      { id: PROCESS, process: PROCESS, tags: { action: 'Cron' }, due: NOW + 3_600_000 },
    ]);
    expect(tasks(keys({ 'cron-tick': '1s', 'cron-interval': '1h' }))).toMatchObject([
      { due: NOW + 1000, every: 3_600_000 },
    ]);
  });
  it('may make several tasks of a data item, each with the tags behind it', () => {
    const definition = item(
      ...([
        ['Cron-Interval', '1-hour'],
        ['Cron-Tag-Action', 'A'],
        ['Cron-Tag-Kind', 'k'],
      ] as [string, string][]),
      ...([
        ['Cron-Interval', '1-day'],
        ['Cron-Tick', '1-second'],
        ['Cron-Tag-Action', 'B'],
      ] as [string, string][]),
    );
    expect(tasks(definition)).toEqual([
      { id: PROCESS, process: PROCESS, tags: { action: 'A', kind: 'k' }, due: NOW + 3_600_000, every: 3_600_000 },
      { id: `${PROCESS}-2`, process: PROCESS, tags: { action: 'B' }, due: NOW + 1000, every: 86_400_000 },
    ]);
  });
  it('are none without a time', () => {
    expect(tasks(keys({ 'cron-tag-action': 'Tick', name: 'n' }))).toEqual([]);
  });
  it('say what is wrong with them', () => {
    for (const interval of ['5', 'often', '10-ms', '-1-hours', ''])
      expect(() => tasks(keys({ 'cron-interval': interval })), interval).toThrow(/is no interval/);
    expect(() => tasks(keys({ 'cron-interval': 5 }))).toThrow(/is no interval/);
    expect(() => tasks(keys({ 'cron-tick': 'soon' }))).toThrow(/is no interval/);
    for (const field of ['target', 'data', 'anchor'])
      expect(() => tasks(keys({ 'cron-interval': '1h', [`cron-tag-${field}`]: 'x' })), field).toThrow(
        /cannot be a tag/,
      );
  });
});

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeptSnapshot, SnapshotStore } from '../core/ports/snapshots.ts';
import { MemoryKeyValue } from './memory.ts';
import { createStore } from './process-store.ts';
import { createSnapshotFiles } from './snapshot-files.ts';
import { createSnapshotStore } from './snapshots.ts';

const [PID, OTHER] = ['snap'.padEnd(43, '-'), 'SNAP'.padEnd(43, '-')];

let folder: string;
let store: ReturnType<typeof createStore>;
let kv: MemoryKeyValue;
let slots: KeptSnapshot[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pocketbeam-snapshots-'));
  kv = new MemoryKeyValue();
  store = createStore(kv);
  const draft = (anchor: string) => ({
    ...{
      id: anchor.padEnd(43, '_'),
      message: new Map([['type', 'Process']]),
      timestamp: 1,
      height: 1,
      anchor,
      claims: {},
    },
  });
  await store.create(PID, 'test', draft('a'));
  await store.append(PID, draft('b'));
  const record = { results: new Map(), output: { data: '', prompt: '' }, messages: [], spawns: [], assignments: [] };
  slots = [];
  for (const slot of [0, 1]) {
    await store.commit(PID, { slot, changes: [], undo: [], record });
    const chain = (await store.assignment(PID, slot))?.chain ?? '';
    slots.push({ slot, chain, bytes: Uint8Array.of(slot, 255, 0) });
  }
});

afterEach(() => rm(folder, { recursive: true }));

const STORES: readonly [string, () => SnapshotStore][] = [
  ['beside the process', () => createSnapshotStore(kv)],
  ['as files', () => createSnapshotFiles(join(folder, 'deep', 'heaps'))],
];

describe.each(STORES)('snapshots %s', (_, make) => {
  it('are kept, the newest of each process, until they are dropped', async () => {
    const snapshots = make();
    expect(await snapshots.newest(PID)).toBeUndefined();
    await snapshots.drop(PID);
    for (const one of slots) {
      await snapshots.keep(PID, one);
      const kept = await snapshots.newest(PID);
      expect({ ...kept, bytes: Uint8Array.from(kept?.bytes ?? []) }).toEqual(one);
    }
    expect(await snapshots.newest(OTHER)).toBeUndefined();
    await snapshots.drop(OTHER);
    expect((await snapshots.newest(PID))?.slot).toBe(1);
    await snapshots.drop(PID);
    expect(await snapshots.newest(PID)).toBeUndefined();
  });
});

describe('snapshots beside the process', () => {
  it('are kept only of what is there and computed', async () => {
    const snapshots = createSnapshotStore(kv);
    const [first, last] = slots as [KeptSnapshot, KeptSnapshot];
    await snapshots.keep(OTHER, first);
    await snapshots.keep(PID, { ...last, slot: 2 });
    await snapshots.keep(PID, { ...last, chain: first.chain });
    expect([await snapshots.newest(OTHER), await snapshots.newest(PID)]).toEqual([undefined, undefined]);
  });

  it('go with it', async () => {
    const snapshots = createSnapshotStore(kv);
    await snapshots.keep(PID, slots[1] as KeptSnapshot);
    await store.remove(PID);
    expect(await snapshots.newest(PID)).toBeUndefined();
  });
});

describe('snapshots as files', () => {
  it('are none when a file is too short, and never half-written', async () => {
    const snapshots = createSnapshotFiles(folder);
    await snapshots.keep(PID, slots[1] as KeptSnapshot);
    const [file = ''] = await readdir(folder);
    expect(await readdir(folder)).toHaveLength(1);
    await writeFile(join(folder, file), 'short');
    expect(await snapshots.newest(PID)).toBeUndefined();
  });
});

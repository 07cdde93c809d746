import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equal, type MapValue, type Value } from '../core/value.ts';
import { IndexedDbKeyValue } from '../store/indexeddb.ts';
import type { KeyValue } from '../store/key-value.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import { assignment, map, PID } from '../store/testing.ts';
import { createArchives } from './archives.ts';
import { anyMap, contentOf, fill, fillWithAll, saidOf } from './testing.ts';

const OTHER = 'q'.repeat(43);
let databases = 0;
const adapters: Record<string, () => KeyValue> = {
  memory: () => new MemoryKeyValue(),
  indexeddb: () => new IndexedDbKeyValue(`archive-${++databases}`),
};

const root = (cache: MapValue): MapValue => new Map<string, Value>([['cache', cache]]);
const count = (n: number): MapValue => root(map({ count: n }));

async function archiveOf(
  fillStore: (store: ReturnType<typeof createStore>) => Promise<void>,
): Promise<Uint8Array<ArrayBuffer>> {
  const kv = new MemoryKeyValue();
  await fillStore(createStore(kv));
  return createArchives(kv).export();
}

describe.each(Object.keys(adapters))('archives of a store: %s', (name) => {
  const open = adapters[name]!;

  it('give every slot again as it was, in any store', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyMap.map(root), { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 0, max: 2 }),
        async (states, pending) => {
          const [from, to] = [open(), new MemoryKeyValue()];
          const [store, copy] = [createStore(from), createStore(to)];
          await fill(store, states, pending);
          const archive = await createArchives(from).export(PID);
          const imported = await createArchives(to).import(archive);
          const end = states.length + pending - 1;
          expect(imported).toEqual({
            processes: [{ process: PID, slot: end, computed: states.length - 1 }],
            replaced: [],
          });
          expect(saidOf(await copy.head(PID))).toEqual(saidOf(await store.head(PID)));
          expect(await copy.assignments(PID, 0, end)).toEqual(await store.assignments(PID, 0, end));
          for (const slot of states.keys()) {
            expect(await copy.record(PID, slot)).toEqual(await store.record(PID, slot));
            const [one, other] = await Promise.all([store.read(PID, [], slot), copy.read(PID, [], slot)]);
            expect(equal(one?.value, other?.value), `slot ${slot}`).toBe(true);
          }
          await from.close();
        },
      ),
      { numRuns: name === 'memory' ? 100 : 10 },
    );
  });

  it('hold all that belongs to a process, and nothing else', async () => {
    const kv = open();
    const store = createStore(kv);
    await fillWithAll(store);
    const before = await contentOf(kv);
    await store.keepWallet({ kty: 'RSA', n: 'n', e: 'e', d: 'secret' } as Parameters<typeof store.keepWallet>[0]);
    await store.keepCronTask({ id: 'task', path: '/x', due: 1 });
    await fill(store, [count(1)], 0, OTHER);
    const copy = new MemoryKeyValue();
    await createArchives(copy).import(await createArchives(kv).export(PID));
    const after = await contentOf(copy);
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
    expect(after).toEqual(before);
    await createArchives(copy).import(await createArchives(kv).export(), { replace: true });
    expect((await createStore(copy).heads()).map(({ process }) => process).sort()).toEqual([PID, OTHER]);
    expect(await createStore(copy).wallet()).toBeUndefined();
    await kv.close();
  });

  it('bring what runs again and again to begin anew, and take no task of another away', async () => {
    const [from, to] = [open(), new MemoryKeyValue()];
    const [store, copy] = [createStore(from), createStore(to)];
    await fill(store, [count(1)]);
    const task = { id: 'mine', process: PID, tags: { action: 'x' }, due: 1000, every: 3_600_000, ran: 4 };
    await store.keepCronTask(task);
    await store.keepCronTask({ id: 'theirs', process: PID, path: `/${PID}/now`, due: 2000 });
    await copy.keepCronTask({ id: 'theirs', path: '/x', due: 3000 });
    await createArchives(to, undefined, () => Promise.resolve(50_000)).import(await createArchives(from).export(PID));
    expect(await copy.cronTasks()).toEqual([
      { id: 'theirs', path: '/x', due: 3000 },
      { ...task, due: 3_650_000 },
    ]);
    await from.close();
  });

  it('are taken in whole or not at all', async () => {
    const kv = open();
    const [store, archives] = [createStore(kv), createArchives(kv)];
    await fill(store, [count(1), count(2)]);
    await store.append(OTHER, assignment('x')).catch(() => undefined);
    const both = await archiveOf(async (other) => {
      await fill(other, [count(7)], 0, OTHER);
      await fill(other, [count(8)]);
    });
    const before = await contentOf(kv);
    await expect(archives.import(both)).rejects.toMatchObject({
      code: 'process-exists',
      details: { processes: [PID] },
    });
    expect(await contentOf(kv)).toEqual(before);
    expect(await archives.import(both, { replace: true })).toMatchObject({ replaced: [PID] });
    expect((await store.read(PID, ['cache', 'count']))?.value).toBe(8);
    expect(await store.assignment(PID, 1)).toBeUndefined();
    expect(await store.message('id-m1')).toBeUndefined();
    // The store goes on from the end that was imported, not from the one that it knew.
    expect(await store.append(PID, assignment('next'))).toMatchObject({ slot: 1 });
    await kv.close();
  });
});

describe('a damaged archive', () => {
  it('is refused at every byte that is changed, and wherever it ends', { timeout: 60_000 }, async () => {
    const archive = await archiveOf(fillWithAll);
    const kv = new MemoryKeyValue();
    await fill(createStore(kv), [count(3)], 0, OTHER);
    const before = await contentOf(kv);
    const refused = async (bytes: Uint8Array<ArrayBuffer>, at: number): Promise<void> => {
      const error: unknown = await createArchives(kv)
        .import(bytes)
        .catch((thrown: unknown) => thrown);
      expect(error, `byte ${at}`).toMatchObject({ code: expect.stringMatching(/^(?:bad-archive|archive-newer)$/) });
    };
    for (let at = 0; at < archive.length; at++) {
      for (const bit of [1, 128]) {
        const flipped = archive.slice();
        flipped[at]! ^= bit;
        await refused(flipped, at);
      }
      await refused(archive.slice(0, at), at);
    }
    await refused(new Uint8Array([...archive, 0]), archive.length);
    expect(await contentOf(kv)).toEqual(before);
  });

  it('is told from what is none, and from a newer one', async () => {
    const archives = createArchives(new MemoryKeyValue());
    const archive = await archiveOf(fillWithAll);
    await expect(archives.import(new TextEncoder().encode('{"a":1}'))).rejects.toThrow(/does not begin as one/);
    await expect(archives.import(archive.slice(0, -1))).rejects.toThrow(/bytes are missing or changed/);
    archive[7]!++;
    await expect(archives.import(archive)).rejects.toMatchObject({ code: 'archive-newer' });
    await expect(archives.import('text' as unknown as Uint8Array<ArrayBuffer>)).rejects.toMatchObject({
      code: 'bad-data',
    });
  });
});

describe('exporting', () => {
  it('is refused for tasks that are none, or too many', async () => {
    const own = { id: 'a', process: PID, due: 1 };
    const wrong = [
      { ...own, path: `/${OTHER}~process@1.0/now` },
      { ...own, path: '/~cron@1.0/every' },
      { ...own, path: `/${PID}x/now` },
      { ...own, path: `/${PID}/now`, tags: {} },
      own,
      { ...own, tags: {}, due: -1 },
      { ...own, tags: {}, every: 99 },
    ];
    for (const task of wrong) {
      const archive = await archiveOf(async (store) => {
        await fill(store, [count(1)]);
        await store.keepCronTask(task);
      });
      const imported = createArchives(new MemoryKeyValue()).import(archive);
      await expect(imported, JSON.stringify(task)).rejects.toThrow(/a task of .* is none/);
    }
    const full = new MemoryKeyValue();
    for (let n = 0; n < 1000; n++) await createStore(full).keepCronTask({ id: `t${n}`, path: '/x', due: n });
    const archive = await archiveOf(fillWithAll);
    await expect(createArchives(full).import(archive)).rejects.toMatchObject({ code: 'too-many-tasks' });
    expect(await createStore(full).heads()).toEqual([]);
  });

  it('names a process that there is not, and all of none is an archive too', async () => {
    const archives = createArchives(new MemoryKeyValue());
    await expect(archives.export(PID)).rejects.toMatchObject({ code: 'unknown-process' });
    expect(await archives.import(await archives.export())).toEqual({ processes: [], replaced: [] });
  });

  it('leaves out the past that was pruned, and says so where it comes', async () => {
    const [kv, copy] = [new MemoryKeyValue(), new MemoryKeyValue()];
    const [store, target] = [createStore(kv), createStore(copy)];
    await fill(store, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(count), 1);
    await store.prune(PID, 4);
    await createArchives(copy).import(await createArchives(kv).export());
    for (let slot = 0; slot < 10; slot++) {
      const read = target.read(PID, ['cache', 'count'], slot);
      if (slot < 4) await expect(read).rejects.toMatchObject({ code: 'slot-pruned', details: { kept: 4 } });
      else expect((await read)?.value).toBe(slot + 1);
      expect(await target.record(PID, slot)).toEqual(await store.record(PID, slot));
    }
    expect(saidOf(await target.head(PID))).toEqual(saidOf(await store.head(PID)));
  });

  it('says so when the past is damaged', async () => {
    const kv = new MemoryKeyValue();
    await fill(createStore(kv), [count(1), count(2), count(3)]);
    kv.apply([['remove', [PID, 'undo', 1]]]);
    await expect(createArchives(kv).export()).rejects.toMatchObject({ code: 'corrupt-record' });
  });

  it('takes the stored modules along that the process names', async () => {
    const [kv, copy] = [new MemoryKeyValue(), new MemoryKeyValue()];
    const [store, target] = [createStore(kv), createStore(copy)];
    const [first, second] = ['1'.repeat(43), '2'.repeat(43)];
    const module = map({ module: [first, 'text', '3'.repeat(43)] });
    await store.putMessage(first, map({ next: second }));
    await store.putMessage(second, map({ 'content-type': 'application/lua', body: 'x = 1' }));
    await store.create(PID, 'x', { ...assignment('spawn'), id: PID, message: module });
    const archive = await createArchives(kv).export();
    await expect(createArchives(copy).import(archive)).rejects.toMatchObject({ code: 'archive-unverified' });
    await target.putMessage(second, map({ mine: true }));
    await createArchives(copy).import(archive, { trust: true });
    expect(await target.message(first)).toEqual(map({ next: second }));
    // What is here stays.
    expect(await target.message(second)).toEqual(map({ mine: true }));
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { createFakeClock, type FakeClock } from '../../e2e/support/fake-clock.ts';
import { createArchives } from '../archive/archives.ts';
import type { Engine } from '../core/ports/engine.ts';
import type { SnapshotStats, SnapshotStore } from '../core/ports/snapshots.ts';
import { createEmulator } from '../emulator/emulator.ts';
import type { LocalApi, SpawnOptions } from '../emulator/api.ts';
import { createLuaEngine } from '../lua/engine.ts';
import { expose } from '../rpc/rpc.ts';
import { fakeWorker } from '../rpc/testing.ts';
import { dataOf } from '../emulator/data.ts';
import { createDataStore } from '../store/data.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import { createSnapshotStore } from '../store/snapshots.ts';
import { createEngineClient } from '../worker/engine-client.ts';
import { ProcessComputer } from './process-computer.ts';

const AOS = `Count = Count or 0
  Handlers.add('add', 'Add', function() Count = Count + 1 Send({ device = 'patch@1.0', cache = { count = Count } }) end)
  Handlers.add('wait', 'Wait', function() local m = Receive({ Action = 'Go' }) Count = Count + 1000 end)`;
const MODULE = `n = 0 function compute(base, req) n = n + 1 base.cache = { count = n } base.results = {} return base end`;
const PID = 'kept'.padEnd(43, '-');

/** A Pocketbeam on what `kv` holds, with an engine of its own. */
interface Session {
  api: LocalApi;
  computer: ProcessComputer;
  stats: SnapshotStats;
  send(count: number, action?: string): Promise<void>;
  /** The count that the program shows. */
  count(): Promise<unknown>;
}

let kv: MemoryKeyValue;
let clock: FakeClock;
let snapshots: SnapshotStore;
/** What makes a snapshot due, whatever the machine: 50 slots at least 5 ms each. */
const ENOUGH = 50;

function open(engine: Engine = createLuaEngine()): Session {
  const store = createStore(kv);
  const computer = new ProcessComputer(store, engine, undefined, { snapshots, clock });
  const api = createEmulator({
    ...{ store, computer, archives: createArchives(kv), data: dataOf(createDataStore(kv)) },
    onRemoved: (process) => computer.forget(process),
  });
  return {
    api,
    computer,
    stats: computer.snapshots as SnapshotStats,
    async send(count, action = 'Add') {
      let last = 0;
      for (let i = 0; i < count; i++) ({ slot: last } = await api.message({ process: PID, tags: { Action: action } }));
      await computer.compute(PID, last);
    },
    count: () => api.read(`${PID}~process@1.0/compute/cache/count`),
  };
}

/** Takes what is due. */
const rest = (): Promise<void> => clock.advance(1_500);

beforeEach(() => {
  kv = new MemoryKeyValue();
  clock = createFakeClock();
  snapshots = createSnapshotStore(kv);
});

const DIALECTS: readonly [string, Partial<SpawnOptions>][] = [
  ['aos', { source: AOS }],
  ['lua@5.3a', { module: { source: MODULE } }],
];

describe.each(DIALECTS)('a process of %s after a cold start', (_, program) => {
  it('runs only what followed its snapshot', async () => {
    const first = open();
    await first.api.spawn({ id: PID, ...program });
    const before = Number((await first.count()) ?? 0);
    await first.send(ENOUGH);
    await rest();
    await first.send(3);
    expect([first.stats.saved, first.stats.failed, await first.count()]).toEqual([1, 0, before + ENOUGH + 3]);

    const second = open();
    await second.send(1);
    expect(await second.count()).toBe(before + ENOUGH + 4);
    expect(second.stats).toMatchObject({ restored: 1, refused: 0, replayed: 3 });
  });
});

describe('heap snapshots', () => {
  let session: Session;
  beforeEach(async () => {
    session = open();
    await session.api.spawn({ id: PID, source: AOS });
  });

  it('hold what waits for a message', async () => {
    await session.send(1, 'Wait');
    await session.send(ENOUGH);
    await rest();
    const cold = open();
    await cold.send(1, 'Go');
    await cold.send(1);
    expect([await cold.count(), cold.stats.replayed]).toEqual([1000 + ENOUGH + 1, 0]);
  });

  it('are taken when nothing has come for a second, and not for a few slots', async () => {
    await session.send(3);
    await rest();
    await session.send(ENOUGH);
    await clock.advance(900);
    await session.send(1);
    await clock.advance(900);
    expect(session.stats.saved).toBe(0);
    await clock.advance(200);
    expect([session.stats.saved, (await snapshots.newest(PID))?.slot]).toEqual([1, ENOUGH + 4]);
    await session.send(3);
    await rest();
    expect(session.stats.saved).toBe(1);
    await session.send(ENOUGH);
    await rest();
    expect([session.stats.saved, (await snapshots.newest(PID))?.slot]).toEqual([2, 2 * ENOUGH + 7]);
  });

  it('wait on when another process is busy', async () => {
    await session.send(ENOUGH);
    await clock.advance(900);
    await session.api.spawn({ source: '-- another' });
    await clock.advance(900);
    expect(session.stats.saved).toBe(0);
    await rest();
    expect(session.stats.saved).toBe(1);
  });

  it('are counted and forgotten when they are damaged', async () => {
    await session.send(ENOUGH);
    await rest();
    const kept = await snapshots.newest(PID);
    const bytes = Uint8Array.from(kept?.bytes ?? []);
    bytes[99] = (bytes[99] as number) ^ 1;
    await snapshots.keep(PID, { slot: ENOUGH, chain: kept?.chain ?? '', bytes });
    const cold = open();
    await cold.send(1);
    expect(await cold.count()).toBe(ENOUGH + 1);
    expect(cold.stats).toMatchObject({ restored: 0, refused: 1, replayed: ENOUGH + 1 });
    expect(await snapshots.newest(PID)).toBeUndefined();
  });

  it('are not those of a process that had the id before', async () => {
    await session.send(ENOUGH);
    await rest();
    const kept = await snapshots.newest(PID);
    await session.api.remove(PID);
    expect(await snapshots.newest(PID)).toBeUndefined();
    await session.api.spawn({ id: PID, source: AOS });
    await session.send(ENOUGH);
    if (kept) await snapshots.keep(PID, kept);
    expect(await snapshots.newest(PID)).toBeUndefined();
    // A store that does not look: files.
    snapshots = { ...snapshots, newest: () => Promise.resolve(kept) };
    const cold = open();
    await cold.send(1);
    expect([await cold.count(), cold.stats.refused, cold.stats.restored]).toEqual([ENOUGH + 1, 1, 0]);
  });

  it('go when the process is rebuilt', async () => {
    await session.send(ENOUGH);
    await rest();
    await createStore(kv).rebuild(PID);
    expect(await snapshots.newest(PID)).toBeUndefined();
  });

  it('serve a heap that ran ahead of a commit that failed', async () => {
    await session.send(ENOUGH);
    await rest();
    const store = createStore(kv);
    let full = true;
    const commit: typeof store.commit = (process, one) =>
      full ? Promise.reject(new Error('full')) : store.commit(process, one);
    const computer = new ProcessComputer({ ...store, commit }, createLuaEngine(), undefined, { snapshots, clock });
    const { slot } = await session.api.message({ process: PID, tags: { Action: 'Add' } });
    await expect(computer.compute(PID, slot)).rejects.toThrow('full');
    full = false;
    await computer.compute(PID, slot);
    expect([await session.count(), computer.snapshots?.restored, computer.snapshots?.replayed]).toEqual([51, 2, 0]);
  });

  it('spare the replay when the engine was terminated in the middle of a slot', async () => {
    await session.send(ENOUGH);
    await rest();
    let started = 0;
    const stuck = ENOUGH + 2;
    const client = createEngineClient(() => {
      started++;
      const { worker, inside } = fakeWorker();
      const engine = createLuaEngine();
      const run: Engine['run'] = (process, slot, ...rest) =>
        slot === stuck ? new Promise(() => undefined) : engine.run(process, slot, ...rest);
      expose<Engine>({ ...engine, run }, inside);
      return worker;
    }, 300);
    const cold = open(client);
    await cold.send(3);
    client.stop();
    expect(await cold.api.result({ process: PID, slot: stuck })).toMatchObject({
      error: { code: 'engine-terminated' },
    });
    expect([started, await cold.count()]).toEqual([2, ENOUGH + 2]);
    // Once when it began, then slot 51 after the termination; the slot that was stopped is passed over.
    expect(cold.stats).toMatchObject({ restored: 2, refused: 0, replayed: 2 });
  });
});

import { describe, expect, it, vi } from 'vitest';
import type { AosResult, Engine, HeapSnapshot } from '../core/ports/engine.ts';
import type { Store, Taken } from '../core/ports/store.ts';
import { PocketbeamError } from '../core/errors.ts';
import type { MapValue, Value } from '../core/value.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import { ProcessComputer } from './process-computer.ts';

const PID = 'p'.repeat(43);
const map = (entries: Record<string, Value>): MapValue => new Map(Object.entries(entries));
const draft = (action: string) => ({
  id: action.padEnd(43, '_'),
  message: map({ action, 'execution-device': 'genesis-wasm@1.0' }),
  timestamp: 1,
  height: 1,
  anchor: action,
  claims: {},
});

/** Patches `cache/log` with every slot its heap has seen, so that a wrong replay shows. */
class LoggingEngine implements Engine {
  seen: number[] = [];
  runs = 0;
  fail: number | undefined;
  /** So many runs from here end with a crash. */
  crashes = 0;

  position = (): Promise<number> => Promise.resolve(this.seen.length - 1);
  run(_process: string, slot: number): Promise<AosResult> {
    if (slot !== this.seen.length) return Promise.reject(new PocketbeamError('out-of-order', `not at ${slot}`));
    this.runs++;
    if (this.crashes > 0) {
      this.crashes--;
      this.seen = [];
      return Promise.reject(new PocketbeamError('worker-failed', 'crashed'));
    }
    if (slot === this.fail) {
      this.seen = [];
      return Promise.reject(new PocketbeamError('engine-terminated', 'stopped'));
    }
    this.seen.push(slot);
    const patch = map({ Target: PID, Tags: [tag('device', 'patch@1.0'), tag('cache', map({ log: [...this.seen] }))] });
    return Promise.resolve({ output: { data: '', prompt: '' }, messages: [patch], spawns: [], assignments: [] });
  }
  call = (): Promise<never> => Promise.reject(new Error('not used here'));
  read = (): Promise<never> => Promise.reject(new Error('not used here'));
  snapshot(): Promise<HeapSnapshot | undefined> {
    const bytes = Uint8Array.from(this.seen, (slot) => slot & 255);
    return Promise.resolve({ slot: this.seen.length - 1, bytes });
  }
  restore(_process: string, { bytes }: HeapSnapshot): Promise<void> {
    if (bytes.length === 0) return Promise.reject(new PocketbeamError('bad-snapshot', 'damaged'));
    this.seen = [...bytes];
    return Promise.resolve();
  }
  trial = (): Promise<AosResult> => Promise.reject(new Error('not used here'));
  skip(_process: string, slot: number): Promise<void> {
    this.seen.push(-slot);
    return Promise.resolve();
  }
  drop(): Promise<void> {
    this.seen = [];
    return Promise.resolve();
  }
}

const tag = (name: string, value: Value): MapValue => map({ name, value });

async function started(messages: number): Promise<Store> {
  const store = createStore(new MemoryKeyValue());
  await store.create(PID, 'test', draft('spawn'));
  for (let i = 1; i <= messages; i++) await store.append(PID, draft(`m${i}`));
  return store;
}

const log = async (store: Store): Promise<Value | undefined> => (await store.read(PID, ['cache', 'log']))?.value;

describe('computing slots', () => {
  it('computes each slot once, in order, however often it is asked', async () => {
    const store = await started(3);
    const engine = new LoggingEngine();
    const committed: number[] = [];
    const computer = new ProcessComputer(store, engine, ({ slot, keys }) => {
      expect(keys).toEqual(['log']);
      committed.push(slot);
    });
    await Promise.all([computer.compute(PID, 3), computer.compute(PID, 1), computer.compute(PID, 3)]);
    expect([committed, engine.runs, await log(store)]).toEqual([[0, 1, 2, 3], 4, [0, 1, 2, 3]]);
  });

  it('replays an empty heap without writing the past again', async () => {
    const store = await started(2);
    await new ProcessComputer(store, new LoggingEngine()).compute(PID, 2);
    await store.append(PID, draft('more'));
    const engine = new LoggingEngine();
    await new ProcessComputer(store, engine).compute(PID, 3);
    expect([engine.runs, await log(store)]).toEqual([4, [0, 1, 2, 3]]);
  });

  it('goes on where another context has computed meanwhile', async () => {
    const store = await started(4);
    const computers = [
      new ProcessComputer(store, new LoggingEngine()),
      new ProcessComputer(store, new LoggingEngine()),
    ];
    await Promise.all(computers.map((computer) => computer.compute(PID, 4)));
    expect([(await store.head(PID))?.computed, await log(store)]).toEqual([4, [0, 1, 2, 3, 4]]);
  });

  it('records a slot that had to be stopped, and skips it in replays', async () => {
    const store = await started(3);
    const engine = new LoggingEngine();
    engine.fail = 1;
    await new ProcessComputer(store, engine).compute(PID, 3);
    expect((await store.record(PID, 1))?.error?.code).toBe('engine-terminated');
    expect(await log(store)).toEqual([0, -1, 2, 3]);
  });

  it('tries a slot a second time when the engine crashed, and no third time', async () => {
    const store = await started(3);
    const engine = new LoggingEngine();
    const computer = new ProcessComputer(store, engine);
    engine.crashes = 1;
    await computer.compute(PID, 1);
    engine.crashes = 1;
    await computer.compute(PID, 2);
    expect(await log(store)).toEqual([0, 1, 2]);
    engine.crashes = 2;
    await expect(computer.compute(PID, 3)).rejects.toMatchObject({ code: 'worker-failed' });
    expect([(await store.head(PID))?.computed, await log(store)]).toEqual([2, [0, 1, 2]]);
    await computer.compute(PID, 3);
    expect(await log(store)).toEqual([0, 1, 2, 3]);
  });

  it('builds a heap anew that ran ahead of a commit that failed', async () => {
    const store = await started(1);
    const engine = new LoggingEngine();
    let full = true;
    const computer = new ProcessComputer(
      {
        ...store,
        commit: (process, commit) =>
          full && commit.slot === 1
            ? Promise.reject(new PocketbeamError('storage-full', 'no space'))
            : store.commit(process, commit),
      },
      engine,
    );
    await expect(computer.compute(PID, 1)).rejects.toMatchObject({ code: 'storage-full' });
    expect(await log(store)).toEqual([0]);
    full = false;
    await computer.compute(PID, 1);
    expect(await log(store)).toEqual([0, 1]);
  });

  it('says so where the execution device is not there', async () => {
    const store = createStore(new MemoryKeyValue());
    await store.create(PID, 'test', { ...draft('spawn'), message: map({ 'execution-device': 'wasm-64@1.0' }) });
    await new ProcessComputer(store, new LoggingEngine()).compute(PID, 0);
    expect((await store.record(PID, 0))?.error).toMatchObject({
      code: 'not-implemented',
      message: expect.stringContaining('wasm-64@1.0'),
    });
  });

  it('lets who asks for a slot that is on its way wait with it', async () => {
    const store = await started(1);
    const next = vi.spyOn(store, 'next');
    const computer = new ProcessComputer(store, new LoggingEngine());
    await Promise.all([1, 1, 1].map((slot) => computer.compute(PID, slot)));
    expect(next).toHaveBeenCalledTimes(2);
    await computer.compute(PID, 1);
    expect(next).toHaveBeenCalledTimes(3);
  });

  describe('a message that has just taken its slot', () => {
    /** All that is computed, and a message that has just taken the slot behind it. */
    async function taking(): Promise<{ store: Store; computer: ProcessComputer; taken: Taken; engine: LoggingEngine }> {
      const store = await started(1);
      const engine = new LoggingEngine();
      const computer = new ProcessComputer(store, engine);
      await computer.compute(PID, 1);
      const { taken } = await store.append(PID, draft('m2'));
      if (!taken) throw new Error('The anchor was known.');
      return { store, computer, taken, engine };
    }

    it('is computed without being read again', async () => {
      const { store, computer, taken } = await taking();
      const reads = [vi.spyOn(store, 'next'), vi.spyOn(store, 'assignment'), vi.spyOn(store, 'head')];
      await computer.compute(PID, 2, taken);
      for (const read of reads) expect(read).not.toHaveBeenCalled();
      expect(await log(store)).toEqual([0, 1, 2]);
    });

    it('is read where what came before it was computed elsewhere', async () => {
      const { store, taken } = await taking();
      await new ProcessComputer(store, new LoggingEngine()).compute(PID, 2, taken);
      expect(await log(store)).toEqual([0, 1, 2]);
    });

    it('is not computed twice when another context was faster', async () => {
      const { store, computer, taken, engine } = await taking();
      await new ProcessComputer(store, new LoggingEngine()).compute(PID, 2);
      await computer.compute(PID, 2, taken);
      await store.append(PID, draft('m3'));
      await computer.compute(PID, 3);
      expect([engine.seen, await log(store)]).toEqual([
        [0, 1, 2, 3],
        [0, 1, 2, 3],
      ]);
    });

    it('counts for nothing when its process was made anew meanwhile', async () => {
      const { store, computer, taken } = await taking();
      await store.remove(PID);
      await store.create(PID, 'test', { ...draft('spawn'), anchor: 'another' });
      for (const action of ['n1', 'n2']) await store.append(PID, draft(action));
      await new ProcessComputer(store, new LoggingEngine()).compute(PID, 1);
      await computer.compute(PID, 2, taken);
      expect([(await store.head(PID))?.computed, await log(store)]).toEqual([2, [0, 1, 2]]);
      expect((await store.assignment(PID, 2))?.id).toBe(draft('n2').id);
    });
  });

  describe('messages that have taken their slots together', () => {
    const MANY = 50;

    /** Their slots, as far as they are computed at once, and what the engine ran. */
    async function many(on: (store: Store, engine: LoggingEngine) => void = () => undefined) {
      const [records, engine] = [new MemoryKeyValue(), new LoggingEngine()];
      const store = createStore(records);
      const told: number[] = [];
      const computer = new ProcessComputer(store, engine, ({ slot }) => void told.push(slot));
      await store.create(PID, 'test', draft('spawn'));
      await computer.compute(PID, 0);
      const sent = await Promise.all(Array.from({ length: MANY }, (_, i) => store.append(PID, draft(`m${i + 1}`))));
      on(store, engine);
      const write = records.write.bind(records);
      const writes = vi.spyOn(records, 'write').mockImplementation(async (work) => {
        await new Promise((resolve) => setTimeout(resolve));
        return write(work);
      });
      const ends = await Promise.allSettled(sent.map(({ slot, taken }) => computer.compute(PID, slot, taken)));
      return { store, engine, computer, told, ends, writes };
    }
    const slots = Array.from({ length: MANY + 1 }, (_, slot) => slot);
    const wellDone = Array.from({ length: MANY }, () => ({ status: 'fulfilled' }));

    it('run once each while others are committed, several of these at once', async () => {
      const { store, engine, told, ends, writes } = await many();
      expect(ends).toMatchObject(wellDone);
      expect([await log(store), told, engine.runs]).toEqual([slots, slots, MANY + 1]);
      expect(writes.mock.calls.length).toBeLessThan(MANY / 2);
    });

    it('all get there where a commit among them fails', async () => {
      const refused = new PocketbeamError('fenced', 'refused once');
      const { store, told, ends, computer } = await many((target) => {
        const { commit } = target;
        let refuses = true;
        vi.spyOn(target, 'commit').mockImplementation((process, given) => {
          if (given.slot !== 20 || !refuses) return commit(process, given);
          refuses = false;
          return Promise.reject(refused);
        });
      });
      expect(ends).toMatchObject(wellDone);
      expect([await log(store), told]).toEqual([slots, slots]);
      await store.append(PID, draft('later'));
      await computer.compute(PID, MANY + 1);
      expect(await log(store)).toEqual([...slots, MANY + 1]);
    });

    it('and where the engine crashes among them', async () => {
      const { store, told, ends } = await many((_store, engine) => {
        const run = engine.run.bind(engine);
        let crashes = true;
        vi.spyOn(engine, 'run').mockImplementation((process, slot) => {
          if (slot === 20 && crashes) [crashes, engine.crashes] = [false, 1];
          return run(process, slot);
        });
      });
      expect(ends).toMatchObject(wellDone);
      expect([await log(store), told]).toEqual([slots, slots]);
    });

    it('tell who waits for one that it is there, before the later ones are', async () => {
      const { store, told, ends } = await many((target) => {
        const { commit } = target;
        vi.spyOn(target, 'commit').mockImplementation((process, given) =>
          given.slot > 30 ? Promise.reject(new PocketbeamError('storage-full', 'full')) : commit(process, given),
        );
      });
      const statuses = ends.map(({ status }) => status);
      expect(statuses).toEqual(slots.slice(1).map((slot) => (slot > 30 ? 'rejected' : 'fulfilled')));
      expect([(await store.head(PID))?.computed, told]).toEqual([30, slots.slice(0, 31)]);
    });
  });

  it('ends quietly when the process is removed meanwhile', async () => {
    const store = await started(2);
    const computer = new ProcessComputer(store, new LoggingEngine());
    const computing = computer.compute(PID, 2);
    await store.remove(PID);
    await computing;
    expect(await store.heads()).toEqual([]);
  });
});

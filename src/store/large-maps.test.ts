import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formOf } from '../core/forms.ts';
import { dig, snapshot } from '../core/state.ts';
import { isMap, type MapValue, type Value } from '../core/value.ts';
import { MemoryKeyValue } from './memory.ts';
import { createStore } from './process-store.ts';
import { addSlot, commitOf, counting, map, PID, replacing } from './testing.ts';

const KEYS = 400;
const table = (n: number): MapValue =>
  new Map(Array.from({ length: KEYS }, (_, i): [string, Value] => [`k${i}`, i % 7 ? n : map({ a: n, b: [n] })]));

const sorted = (made: MapValue): string =>
  JSON.stringify(
    [...made].sort(([a], [b]) => (a < b ? -1 : 1)),
    (_, value: unknown) => (isMap(value as Value) ? [...(value as MapValue)] : value),
  );

describe('a large map that is read again', () => {
  const key = fc.nat(KEYS + 20).map((i) => `k${i}`);
  const leaf = fc.oneof(fc.nat(9), fc.constantFrom<Value>([], [1], map({ a: 5 }), map({ c: 6 })));
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(key, leaf).map(([k, value]) => ({ kind: 'set', k, value })) },
    fc.record({ kind: fc.constant('drop'), k: key, value: leaf }),
    fc.record({ kind: fc.constantFrom('clear', 'again', 'rebuild'), k: key, value: leaf }),
  );

  it('is as it is stored, whatever has happened meanwhile', async () => {
    const steps = fc.array(fc.tuple(step, fc.boolean(), fc.nat(30)), { minLength: 5, maxLength: 40, size: 'max' });
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const kv = new MemoryKeyValue();
        const [store, writer] = [createStore(kv), createStore(kv)];
        let state: MapValue = new Map();
        let states: Value[] = [];
        const commit = async (made: ReturnType<typeof commitOf>): Promise<void> => {
          if (made.slot === 0 && states.length === 0 && (await writer.head(PID))) await writer.commit(PID, made);
          else await addSlot(writer, made);
          states.push(snapshot(state));
        };
        const patch = (cache: MapValue): Promise<void> =>
          commit(commitOf(states.length, state, new Map([['cache', cache]])));
        await patch(table(0));
        for (const [{ kind, k, value }, reads, back] of all) {
          if (kind === 'set') await patch(new Map([[k, value]]));
          else if (kind === 'clear') await patch(table(back));
          else if (kind === 'drop') {
            const cache = dig(snapshot(state), ['cache']);
            if (isMap(cache)) cache.delete(k);
            await commit(replacing(states.length, state, new Map([['cache', cache ?? '']])));
          } else {
            // Its slot 0 is another one, and its later slots too.
            if (kind === 'again') await writer.remove(PID);
            else await writer.rebuild(PID);
            [state, states] = [new Map(), []];
            await patch(table(back + 1));
            if (kind === 'rebuild') continue;
          }
          if (!reads) continue;
          const found = (await store.read(PID, ['cache']))?.value;
          expect(found).toEqual(dig(state, ['cache']));
          if (isMap(found)) expect(formOf(found, sorted)).toBe(sorted(found));
          // What is given out is the reader's.
          if (isMap(found)) found.clear();
          const slot = Math.max(0, states.length - 1 - back);
          expect((await store.read(PID, ['cache'], slot))?.value).toEqual(dig(states[slot], ['cache']));
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('costs what has changed since', async () => {
    const kv = new MemoryKeyValue();
    const writer = createStore(kv);
    const reads = counting(kv);
    const store = createStore(reads.kv);
    const state: MapValue = new Map();
    await addSlot(writer, commitOf(0, state, map({ cache: table(0) })));
    await store.read(PID, ['cache']);
    expect(reads.take()).toBeGreaterThan(KEYS);
    await store.read(PID, ['cache']);
    expect(reads.take()).toBeLessThan(5);
    for (let slot = 1; slot < 20; slot++)
      await addSlot(writer, commitOf(slot, state, map({ cache: map({ [`k${slot}`]: 'changed' }) })));
    expect((await store.read(PID, ['cache']))?.value).toEqual(state.get('cache'));
    expect(reads.take()).toBeLessThan(60);
  });

  it('has a key as it is that was a map, and changed in both ways since', async () => {
    const store = createStore(new MemoryKeyValue());
    const state: MapValue = new Map();
    await addSlot(store, commitOf(0, state, map({ cache: table(0) })));
    await store.read(PID, ['cache']);
    await addSlot(store, commitOf(1, state, map({ cache: map({ k0: map({ a: 1 }) }) })));
    await addSlot(store, commitOf(2, state, map({ cache: map({ k0: 'a leaf' }) })));
    expect((await store.read(PID, ['cache']))?.value).toEqual(state.get('cache'));
  });

  it('is the same for all who read it at once', async () => {
    const kv = new MemoryKeyValue();
    const store = createStore(kv);
    const state: MapValue = new Map();
    await addSlot(store, commitOf(0, state, map({ cache: table(0) })));
    await store.read(PID, ['cache']);
    await addSlot(store, commitOf(1, state, map({ cache: map({ k1: 'changed' }) })));
    const all = await Promise.all(Array.from({ length: 5 }, () => store.read(PID, ['cache'])));
    for (const one of all) expect(one?.value).toEqual(state.get('cache'));
  });
});

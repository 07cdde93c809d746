import { describe, expect, it, vi } from 'vitest';
import { PocketbeamError } from '../../core/errors.ts';
import type { Plain } from '../../core/plain.ts';
import { watchCache, type CacheSource } from './watch-cache.ts';

const PROCESS = 'CACHE_process_of_this_test_________________';

/** A source whose reads the test answers one by one. */
function scripted() {
  const reads: { path: string; answer: (value: Plain | undefined) => void; fail: (error: unknown) => void }[] = [];
  const listeners = new Set<Parameters<CacheSource['on']>[1]>();
  const source: CacheSource = {
    read: (path) => new Promise((answer, fail) => reads.push({ path, answer, fail })),
    on(_event, listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const change = (process: string, ...keys: string[]): void => {
    for (const listener of listeners) listener({ process, keys });
  };
  return { source, reads, listeners, change };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('a watched key', () => {
  it('is read when it is subscribed to, and after changes of that key only', async () => {
    const { source, reads, change } = scripted();
    const watched = watchCache(source, PROCESS, 'balances/alice');
    expect([watched.state().status, reads.length]).toEqual(['loading', 0]);
    const rendered = vi.fn();
    watched.subscribe(rendered);
    await settled();
    expect(reads.map(({ path }) => path)).toEqual([`/${PROCESS}~process@1.0/now/cache/balances/alice`]);
    reads[0]?.answer(1);
    await settled();
    expect(watched.state()).toEqual({ status: 'ready', value: 1, error: undefined });
    change(PROCESS, 'supply');
    change('OTHER_process_of_this_test_________________', 'balances');
    expect(reads).toHaveLength(1);
    change(PROCESS, 'supply', 'Balances');
    reads[1]?.answer(2);
    await settled();
    expect(watched.state().value).toBe(2);
    expect(rendered).toHaveBeenCalledTimes(2);
  });

  it('has what was asked for last, whatever comes last', async () => {
    const { source, reads, change } = scripted();
    const watched = watchCache(Promise.resolve(source), PROCESS, 'count');
    watched.subscribe(() => undefined);
    await settled();
    change(PROCESS, 'count');
    reads[1]?.answer(2);
    await settled();
    reads[0]?.answer(1);
    await settled();
    expect(watched.state().value).toBe(2);
  });

  it('keeps the value beside an error, and mends itself', async () => {
    const { source, reads, change } = scripted();
    const watched = watchCache(source, PROCESS, 'count');
    watched.subscribe(() => undefined);
    await settled();
    reads[0]?.answer(1);
    await settled();
    change(PROCESS, 'count');
    reads[1]?.fail(new PocketbeamError('engine-busy', 'It computes.'));
    await settled();
    expect(watched.state()).toMatchObject({ status: 'error', value: 1, error: { code: 'engine-busy' } });
    change(PROCESS, 'count');
    reads[2]?.answer(3);
    await settled();
    expect(watched.state()).toEqual({ status: 'ready', value: 3, error: undefined });
  });

  it('listens for as long as somebody is subscribed', async () => {
    const { source, listeners } = scripted();
    const watched = watchCache(source, PROCESS, 'count');
    const [first, second] = [watched.subscribe(() => undefined), watched.subscribe(() => undefined)];
    await settled();
    expect(listeners.size).toBe(1);
    first();
    expect(listeners.size).toBe(1);
    second();
    expect(listeners.size).toBe(0);
    // As React does in its strict mode: once more, after it was left before it had begun.
    watched.subscribe(() => undefined)();
    const last = watched.subscribe(() => undefined);
    await settled();
    expect(listeners.size).toBe(1);
    last();
  });

  it('says why its source could not be had', async () => {
    const watched = watchCache(Promise.reject(new PocketbeamError('no-storage', 'No.')), PROCESS, 'count');
    watched.subscribe(() => undefined);
    await settled();
    expect(watched.state()).toMatchObject({ status: 'error', error: { code: 'no-storage' } });
  });
});

import { describe, expect, it } from 'vitest';
import { PocketbeamError } from '../core/errors.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { Health } from './health.ts';
import { watched } from './watched-store.ts';
import type { WorkerStatus } from './worker-status.ts';

const QUOTA = { usage: 90, quota: 100 };
const manager = { estimate: () => Promise.resolve(QUOTA), persisted: () => Promise.resolve(true) };

function start(): {
  kv: ReturnType<typeof watched>;
  health: Health;
  told: WorkerStatus[];
  refuse: (code?: string) => void;
} {
  let refused: string | undefined;
  const told: WorkerStatus[] = [];
  const health = new Health(manager, (status) => void told.push(status));
  const memory = new MemoryKeyValue({
    beforeApply: () =>
      refused === undefined
        ? Promise.resolve()
        : Promise.reject(new PocketbeamError(refused, 'It is refused.', { next: 'Wait.' })),
  });
  return { kv: watched(memory, health), health, told, refuse: (code) => (refused = code) };
}

const write = (kv: ReturnType<typeof watched>): Promise<void> => kv.write((tx) => Promise.resolve(tx.put(['x'], 1)));
const read = (kv: ReturnType<typeof watched>): Promise<unknown> => kv.read((tx) => tx.get(['x']));

describe('a watched store', () => {
  it('tells when nothing more fits, goes on reading, and tells when it fits again', async () => {
    const { kv, health, refuse } = start();
    await write(kv);
    expect(await health.status()).toMatchObject({ storage: 'indexeddb', persisted: true, problems: [] });
    refuse('storage-full');
    await expect(write(kv)).rejects.toMatchObject({ code: 'storage-full' });
    expect(await read(kv)).toBe(1);
    expect(await health.status()).toMatchObject({
      ...{ storage: 'full', quota: { used: 90, limit: 100 } },
      problems: [{ code: 'storage-full', message: 'It is refused.', next: 'Wait.' }],
    });
    refuse();
    await write(kv);
    expect(await health.status()).toMatchObject({ storage: 'indexeddb', problems: [] });
  });

  it('forgets a database that could not be opened once it can', async () => {
    const { kv, health, refuse } = start();
    refuse('database-blocked');
    await expect(write(kv)).rejects.toThrow();
    expect((await health.status()).problems).toHaveLength(1);
    await read(kv);
    expect((await health.status()).problems).toEqual([]);
  });

  it('remembers what is lost until everything is cleared', async () => {
    const { kv, health, refuse } = start();
    refuse('corrupt-record');
    await expect(write(kv)).rejects.toThrow();
    refuse();
    await write(kv);
    expect((await health.status()).problems).toMatchObject([{ code: 'corrupt-record' }]);
    await kv.clear();
    expect((await health.status()).problems).toEqual([]);
  });

  it('has nothing to say about errors of programs, and says each thing once', async () => {
    const { kv, told, refuse } = start();
    refuse('process-exists');
    await expect(write(kv)).rejects.toThrow();
    refuse('storage-full');
    await expect(write(kv)).rejects.toThrow();
    await expect(write(kv)).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve));
    expect(told.map(({ storage }) => storage)).toEqual(['full']);
  });
});

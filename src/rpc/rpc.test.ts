import { queryObjects } from 'node:v8';
import { afterEach, describe, expect, it } from 'vitest';
import { PocketbeamError } from '../core/errors.ts';
import { Float } from '../core/value.ts';
import { connect, expose, type ConnectOptions } from './rpc.ts';
import { fakeWorker } from './testing.ts';

interface Api {
  double(n: Float): Promise<Map<string, Float>>;
  fail(): Promise<never>;
  never(): Promise<never>;
}

const api: Api = {
  double: ({ n }) => Promise.resolve(new Map([['twice', new Float(2 * n)]])),
  fail: () => Promise.reject(new PocketbeamError('bad-slot', 'no such slot', { status: 400, details: { slot: 7 } })),
  never: () => new Promise(() => undefined),
};

const workers: ReturnType<typeof fakeWorker>[] = [];
afterEach(() => workers.splice(0).forEach(({ worker }) => worker.terminate()));

type Started = Awaited<ReturnType<typeof connect<Api>>> &
  ReturnType<typeof fakeWorker> & { tell: (what: unknown) => void };

async function start(options?: ConnectOptions): Promise<Started> {
  const made = fakeWorker();
  workers.push(made);
  const tell = expose<Api>(api, made.inside);
  return { ...(await connect<Api>(made.worker, 'test', options)), ...made, tell };
}

describe('calls between contexts', () => {
  it('bring AO-Core values through', async () => {
    const { remote } = await start();
    expect(await remote.double(new Float(4))).toEqual(new Map([['twice', new Float(8)]]));
  });
  it('keep the code, status and details of errors', async () => {
    const { remote } = await start();
    const error: unknown = await remote.fail().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PocketbeamError);
    expect(error).toMatchObject({ code: 'bad-slot', status: 400, details: { slot: 7 }, message: 'no such slot' });
  });
  it('offer nothing but the methods of the API', async () => {
    const { remote } = await start();
    const other = remote as unknown as Record<string, () => Promise<unknown>>;
    await expect(other.constructor?.()).rejects.toMatchObject({ code: 'unknown-method' });
    await expect(other.toString?.()).rejects.toMatchObject({ code: 'unknown-method' });
  });
  it('never hang once the worker is stopped or fails', async () => {
    const { remote, close } = await start();
    const pending = remote.never();
    close(new PocketbeamError('stopped', 'gone'));
    await expect(pending).rejects.toMatchObject({ code: 'stopped' });
    await expect(remote.double(new Float(1))).rejects.toMatchObject({ code: 'stopped' });

    const other = await start();
    const lost = other.remote.never();
    other.worker.dispatchEvent(new Event('error'));
    await expect(lost).rejects.toMatchObject({ code: 'worker-failed' });
    expect(await other.ended).toMatchObject({ code: 'worker-failed' });
  });
  it('end with a worker that hangs, and wait for one that works', async () => {
    const quick = { pingEveryMs: 20 };
    const working = await start(quick);
    const hanging = await start(quick);
    const slow = working.remote.never();
    const lost = hanging.remote.never();
    // Nothing that is sent to it arrives any more.
    hanging.inside.close();
    await expect(lost).rejects.toMatchObject({ code: 'worker-failed', message: expect.stringContaining('not answer') });
    expect(await Promise.race([slow, new Promise((resolve) => setTimeout(resolve, 150, 'waits'))])).toBe('waits');
    working.close(new PocketbeamError('stopped', 'gone'));
    await expect(slow).rejects.toMatchObject({ code: 'stopped' });
  });
  it('do not disturb what a worker tells of its own accord', async () => {
    const told: unknown[] = [];
    const { remote, tell } = await start({ onTold: (what) => void told.push(what) });
    tell({ role: 'leader' });
    expect(await remote.double(new Float(1))).toEqual(new Map([['twice', new Float(2)]]));
    expect(told).toEqual([{ role: 'leader' }]);
  });
  it('leave nothing behind when they are answered', async () => {
    const { remote } = await start();
    const call = async (times: number): Promise<number> => {
      for (let i = 0; i < times; i++) await remote.double(new Float(i));
      // After a garbage collection.
      return queryObjects(Promise, { format: 'count' });
    };
    const before = await call(20);
    expect(await call(500)).toBeLessThan(before + 100);
  });
});

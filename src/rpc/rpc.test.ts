import { afterEach, describe, expect, it } from 'vitest';
import { PocketbeamError } from '../core/errors.ts';
import { Float } from '../core/value.ts';
import { connect, expose } from './rpc.ts';
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

async function start(): Promise<Awaited<ReturnType<typeof connect<Api>>> & { worker: Worker }> {
  const made = fakeWorker();
  workers.push(made);
  expose<Api>(api, made.inside);
  return { ...(await connect<Api>(made.worker, 'test')), worker: made.worker };
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
  });
});

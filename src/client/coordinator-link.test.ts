import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PocketbeamError } from '../core/errors.ts';
import { expose } from '../rpc/rpc.ts';
import { fakeWorker } from '../rpc/testing.ts';
import { createLink, type Link } from './coordinator-link.ts';

interface Api {
  begin(): Promise<void>;
  read(): Promise<string>;
  write(): Promise<string>;
}

type Fake = ReturnType<typeof fakeWorker>;

/** How many workers were made, and what each was asked. */
let workers: Fake[];
let asked: string[];
let failures: string[];
/** What a worker does with a call; by default it answers. */
let doing: (worker: Fake, method: string) => Promise<string>;
let link: Link<Api>;

const crash = ({ worker }: Fake): void => void worker.dispatchEvent(new Event('error'));
const never = new Promise<never>(() => undefined);

beforeEach(() => {
  [workers, asked, failures] = [[], [], []];
  doing = (_, method) => Promise.resolve(method);
  link = createLink<Api>({
    start() {
      const made = fakeWorker();
      const number = workers.push(made);
      const on = (method: string) => (): Promise<string> => {
        asked.push(`${number} ${method}`);
        return doing(made, method);
      };
      expose<Api>({ begin: () => Promise.resolve(), read: on('read'), write: on('write') }, made.inside);
      return made.worker;
    },
    begin: async (remote) => {
      await remote.begin();
      asked.push(`${workers.length} begins`);
    },
    mayRepeat: (method) => method === 'read',
    onTold: () => undefined,
    onFailed: ({ code }) => void failures.push(code),
  });
});

afterEach(() => link.end(new PocketbeamError('stopped', 'The test is over.')));

describe('the link to the coordinator', () => {
  it('begins with each worker before anything is asked of it', async () => {
    expect(await Promise.all([link.remote.read(), link.remote.write()])).toEqual(['read', 'write']);
    expect(asked).toEqual(['1 begins', '1 read', '1 write']);
  });

  it('asks the next worker what may be asked twice, and the next call of anything starts one', async () => {
    doing = (worker, method) => {
      if (workers.length > 1) return Promise.resolve(method);
      setTimeout(() => crash(worker));
      return never;
    };
    const [read, write] = await Promise.allSettled([link.remote.read(), link.remote.write()]);
    expect(read).toEqual({ status: 'fulfilled', value: 'read' });
    expect(write).toMatchObject({ reason: { code: 'worker-failed', status: 503 } });
    expect(failures).toEqual(['worker-failed']);
    expect(asked).toEqual(['1 begins', '1 read', '1 write', '2 begins', '2 read']);
    expect(workers[0]?.terminated()).toBe(true);
    expect(await link.remote.write()).toBe('write');
    expect(workers).toHaveLength(2);
  });

  it('gives up when the second worker fails as well', async () => {
    doing = (worker) => {
      setTimeout(() => crash(worker));
      return never;
    };
    await expect(link.remote.read()).rejects.toMatchObject({ code: 'worker-failed' });
    expect(workers).toHaveLength(2);
  });

  it('keeps calls while the page is put away, and tells those under way that may not be repeated', async () => {
    doing = (_, method) => (workers.length > 1 ? Promise.resolve(method) : never);
    const [read, write] = [link.remote.read(), link.remote.write()];
    await expect.poll(() => asked).toContain('1 write');
    link.rest();
    await expect(write).rejects.toMatchObject({ code: 'page-rested', status: 503 });
    expect(workers[0]?.terminated()).toBe(true);
    const later = link.remote.write();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(workers).toHaveLength(1);
    link.wake();
    expect(await Promise.all([read, later])).toEqual(['read', 'write']);
    expect(failures).toEqual([]);
  });

  it('ends for good, also while it rests', async () => {
    await link.open();
    link.rest();
    const kept = link.remote.read();
    link.end(new PocketbeamError('stopped', 'This Pocketbeam was stopped.'));
    await expect(kept).rejects.toMatchObject({ code: 'stopped' });
    await expect(link.remote.write()).rejects.toMatchObject({ code: 'stopped' });
    expect(workers).toHaveLength(1);
  });
});

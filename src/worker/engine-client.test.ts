import { describe, expect, it } from 'vitest';
import type { AosEnv, AosMessage, AosResult, Engine, LuaAnswer, LuaCall } from '../core/ports/engine.ts';
import { Float } from '../core/value.ts';
import { expose } from '../rpc/rpc.ts';
import { fakeWorker } from '../rpc/testing.ts';
import { createEngineClient } from './engine-client.ts';

const PID = 'p'.repeat(43);
const MESSAGE: AosMessage = {
  ...{ Id: 'm', Owner: '', From: '', Target: PID, Data: '', Tags: [], Timestamp: 0, 'Block-Height': 0, Nonce: 0 },
};
const ENV: AosEnv = { Process: { Id: PID, Owner: '', Tags: [] } };
const CALL: LuaCall = { modules: [], sandbox: [], function: 'f', parameters: [], timestamp: 0, resolved: [] };
const READ: LuaAnswer = { status: 'ok', value: new Float(2) };
const RESULT: AosResult = { output: { data: 'ran', prompt: '' }, messages: [], spawns: [], assignments: [] };

/** An engine that counts its slots; slot 13 never ends. */
function countingEngine(): Engine {
  let position = -1;
  return {
    position: () => Promise.resolve(position),
    run(_process, slot) {
      if (slot === 13) return new Promise(() => undefined);
      position = slot;
      return Promise.resolve(RESULT);
    },
    call: () => Promise.reject(new Error('not used here')),
    read: (call) => (call.function === 'loop' ? new Promise(() => undefined) : Promise.resolve(READ)),
    trial: (_process, { Nonce }) => (Nonce === 13 ? new Promise(() => undefined) : Promise.resolve(RESULT)),
    skip(_process, slot) {
      position = slot;
      return Promise.resolve();
    },
    drop: () => Promise.resolve(),
    snapshot: () => Promise.resolve({ slot: position, bytes: Uint8Array.of(position) }),
    restore(_process, { slot, bytes }) {
      if (bytes.length === 0) return new Promise(() => undefined);
      position = slot;
      return Promise.resolve();
    },
  };
}

describe('the engine as the coordinator sees it', () => {
  it('is terminated by hand, which ends the call that runs and no other', async () => {
    const client = createEngineClient(() => {
      const made = fakeWorker();
      expose<Engine>(countingEngine(), made.inside);
      return made.worker;
    });
    client.interrupt();
    expect(await client.run(PID, 0, MESSAGE, ENV)).toEqual(RESULT);
    client.interrupt();
    expect(await client.position(PID)).toBe(0);
    const stuck = client.run(PID, 13, MESSAGE, ENV);
    const waiting = client.run(PID, 1, MESSAGE, ENV);
    const ended = expect(stuck).rejects.toMatchObject({ code: 'engine-terminated', details: { slot: 13 } });
    let over = false;
    stuck.catch(() => (over = true));
    // It takes a while until the call is under way.
    while (!over) {
      client.interrupt();
      await new Promise((resolve) => setTimeout(resolve));
    }
    await ended;
    expect(await waiting).toEqual(RESULT);
  });

  it('is terminated when it does not come back, and started anew', async () => {
    const workers: ReturnType<typeof fakeWorker>[] = [];
    const client = createEngineClient(() => {
      const made = fakeWorker();
      workers.push(made);
      expose<Engine>(countingEngine(), made.inside);
      return made.worker;
    }, 50);
    expect(await client.run(PID, 0, MESSAGE, ENV)).toEqual(RESULT);
    const stuck = client.run(PID, 13, MESSAGE, ENV);
    const position = client.position(PID);
    const waiting = client.run(PID, 1, MESSAGE, ENV);
    await expect(stuck).rejects.toMatchObject({ code: 'engine-terminated', details: { process: PID, slot: 13 } });
    expect(await position).toBe(-1);
    expect(await waiting).toEqual(RESULT);
    expect(workers.map(({ terminated }) => terminated())).toEqual([true, false]);
    expect(await client.position(PID)).toBe(1);
    expect(await client.trial(PID, MESSAGE, ENV)).toEqual(RESULT);
    expect(await client.position(PID)).toBe(1);
    await expect(client.trial(PID, { ...MESSAGE, Nonce: 13 }, ENV)).rejects.toMatchObject({
      code: 'engine-terminated',
      message: expect.stringContaining('A dry-run did not end within 0.05 s and was stopped.'),
    });
    expect(await client.read(CALL)).toEqual(READ);
    await expect(client.read({ ...CALL, function: 'loop' })).rejects.toMatchObject({
      code: 'engine-terminated',
      message: expect.stringContaining('A dynamic read did not end within 0.05 s and was stopped.'),
    });
    expect(await client.position(PID)).toBe(-1);
    client.stop();
    expect(workers.map(({ terminated }) => terminated())).toEqual([true, true, true, true]);
  });

  it('saves and restores heaps, and is terminated when that takes for ever', async () => {
    const starts: string[] = [];
    const client = createEngineClient(() => {
      const made = fakeWorker();
      starts.push('started');
      expose<Engine>(countingEngine(), made.inside);
      return made.worker;
    }, 50);
    expect([await client.snapshot(PID), starts]).toEqual([undefined, []]);
    await client.restore(PID, { slot: 7, bytes: Uint8Array.of(7) });
    expect(await client.snapshot(PID)).toEqual({ slot: 7, bytes: Uint8Array.of(7) });
    await expect(client.restore(PID, { slot: 8, bytes: new Uint8Array() })).rejects.toMatchObject({
      code: 'engine-terminated',
      details: { process: PID, slot: 8 },
    });
    expect([await client.snapshot(PID), starts]).toEqual([undefined, ['started']]);
    client.stop();
  });

  it('is started anew after a crash, which only the call at work hears of', async () => {
    const workers: ReturnType<typeof fakeWorker>[] = [];
    const client = createEngineClient(() => {
      const made = fakeWorker();
      workers.push(made);
      expose<Engine>(countingEngine(), made.inside);
      return made.worker;
    });
    await client.run(PID, 0, MESSAGE, ENV);
    const lost = client.run(PID, 13, MESSAGE, ENV);
    const waiting = client.run(PID, 1, MESSAGE, ENV);
    await new Promise((resolve) => setTimeout(resolve, 10));
    workers[0]?.worker.dispatchEvent(new Event('error'));
    await expect(lost).rejects.toMatchObject({ code: 'worker-failed', status: 503 });
    expect(await waiting).toEqual(RESULT);
    expect(workers.map(({ terminated }) => terminated())).toEqual([true, false]);
    client.stop();
  });
});

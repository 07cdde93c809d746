/** Asking a leader over the channel, with a fake lock and a fake leader. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LuaAnswer, LuaCall } from '../core/ports/engine.ts';
import { fromCloneable, toCloneable } from '../core/cloneable.ts';
import { Float } from '../core/value.ts';
import { createRemoteComputer, passOn } from './ask.ts';
import { instanceNames } from './names.ts';
import type { ChannelMessage } from './protocol.ts';

const PID = 'p'.repeat(43);
const names = instanceNames('/test/');
const CALL: LuaCall = {
  ...{ modules: [{ name: 'm', source: '' }], sandbox: [], function: 'f', timestamp: 1, resolved: [] },
  parameters: [new Map([['two', new Float(2)]])],
};

let held: { name: string; clientId: string }[];
let leader: BroadcastChannel;

beforeEach(() => {
  held = [{ name: names.lock, clientId: 'tab' }];
  vi.stubGlobal('navigator', { locks: { query: () => Promise.resolve({ held, pending: [] }) } });
  leader = new BroadcastChannel(names.channel);
});

afterEach(() => {
  leader.close();
  vi.unstubAllGlobals();
});

function leads(answer: (data: ChannelMessage) => ChannelMessage | undefined): void {
  leader.onmessage = (event: { data: unknown }) => {
    const made = answer(event.data as ChannelMessage);
    if (made) leader.postMessage(made);
  };
}

describe('asking the leader', () => {
  it('has a function called, and its values keep their kinds', async () => {
    leads((data) => {
      if (data.type !== 'read') return undefined;
      const { function: name, parameters } = fromCloneable(data.call) as LuaCall;
      const answer: LuaAnswer = { status: 'ok', value: new Map([[name ?? '', parameters[0] ?? '']]) };
      return { type: 'computed', id: data.id, answer: toCloneable(answer) };
    });
    const answer = await createRemoteComputer(names).read(CALL);
    expect(answer).toEqual({ status: 'ok', value: new Map([['f', new Map([['two', new Float(2)]])]]) });
  });

  it('passes errors on', async () => {
    leads((data) =>
      data.type === 'read' || data.type === 'compute'
        ? { type: 'computed', id: data.id, error: { code: 'engine-terminated', message: 'stopped', status: 500 } }
        : undefined,
    );
    const computer = createRemoteComputer(names);
    await expect(computer.read(CALL)).rejects.toMatchObject({ code: 'engine-terminated' });
    await expect(computer.compute(PID, 1)).rejects.toMatchObject({ code: 'engine-terminated' });
  });

  it('says so when there is none', async () => {
    held = [];
    const computer = createRemoteComputer(names);
    await expect(computer.read(CALL)).rejects.toMatchObject({
      ...{ code: 'no-engine', status: 503, headers: { 'retry-after': '1' } },
      message: expect.stringContaining('A dynamic read is not computed yet'),
    });
    await expect(computer.compute(PID, 3)).rejects.toMatchObject({
      code: 'no-engine',
      message: expect.stringContaining(`Slot 3 of ${PID} is not computed yet`),
      details: { process: PID, slot: 3 },
    });
  });

  it('does not pass on a second time what may have been done', async () => {
    const passed = { url: 'http://page.test/x', headers: [], body: '', navigation: false };
    let asked = 0;
    leads((data) => {
      if (data.type !== 'request') return undefined;
      asked++;
      held = [{ name: names.lock, clientId: `another ${asked}` }];
      return undefined;
    });
    await expect(passOn(names, { ...passed, method: 'POST' })).rejects.toMatchObject({ code: 'engine-busy' });
    expect(asked).toBe(1);
  });

  it('asks again when the leader went', async () => {
    let asked = 0;
    leads((data) => {
      if (data.type !== 'read') return undefined;
      if (++asked > 1) return { type: 'computed', id: data.id, answer: { status: 'ok', value: 1 } };
      held = [{ name: names.lock, clientId: 'another' }];
      return undefined;
    });
    expect(await createRemoteComputer(names).read(CALL)).toEqual({ status: 'ok', value: 1 });
    expect(asked).toBe(2);
  });
});

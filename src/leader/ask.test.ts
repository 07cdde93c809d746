/** Asking a leader over the channel, with fake locks and a fake leader. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LuaAnswer, LuaCall } from '../core/ports/engine.ts';
import { fromCloneable, toCloneable } from '../core/cloneable.ts';
import { Float } from '../core/value.ts';
import { createRemoteComputer, passOn } from './ask.ts';
import { contend, type Candidate } from './lead.ts';
import { instanceNames } from './names.ts';
import type { ChannelMessage } from './protocol.ts';
import { fakeLocks, type FakeLocks } from './testing.ts';

const PID = 'p'.repeat(43);
const names = instanceNames('/test/');
const CALL: LuaCall = {
  ...{ modules: [{ name: 'm', source: '' }], sandbox: [], function: 'f', timestamp: 1, resolved: [] },
  parameters: [new Map([['two', new Float(2)]])],
};
const POST = { url: 'http://page.test/x', method: 'POST', headers: [], body: '', navigation: false } as const;

let fake: FakeLocks;
let candidates: Candidate[];
let channels: BroadcastChannel[];

beforeEach(() => {
  [fake, candidates, channels] = [fakeLocks(), [], []];
  vi.stubGlobal('navigator', { locks: fake.locks });
});

afterEach(async () => {
  await Promise.all(candidates.map((candidate) => candidate.leave()));
  for (const channel of channels) channel.close();
  vi.unstubAllGlobals();
});

/** A tab that answers while it leads. `crash` is its end: its locks are free, and it says nothing more. */
function tab(answer: (data: ChannelMessage) => ChannelMessage | undefined): { crash: () => Promise<void> } {
  const channel = new BroadcastChannel(names.channel);
  channels.push(channel);
  let own: string | undefined;
  channel.onmessage = (event: { data: unknown }) => {
    const data = event.data as ChannelMessage;
    const made = own !== undefined && 'to' in data && data.to === own ? answer(data) : undefined;
    if (made) channel.postMessage(made);
  };
  const locks = fake.locks;
  const candidate = contend({ names, locks, begin: (name) => (own = name), end: () => Promise.resolve() });
  candidates.push(candidate);
  return {
    async crash() {
      channel.close();
      await candidate.leave();
    },
  };
}

const answerReads =
  (value: number) =>
  (data: ChannelMessage): ChannelMessage | undefined =>
    data.type === 'read' ? { type: 'computed', id: data.id, answer: { status: 'ok', value } } : undefined;

describe('asking the leader', () => {
  it('has a function called, and its values keep their kinds', async () => {
    tab((data) => {
      if (data.type !== 'read') return undefined;
      const { function: name, parameters } = fromCloneable(data.call) as LuaCall;
      const answer: LuaAnswer = { status: 'ok', value: new Map([[name ?? '', parameters[0] ?? '']]) };
      return { type: 'computed', id: data.id, answer: toCloneable(answer) };
    });
    const answer = await createRemoteComputer(names).read(CALL);
    expect(answer).toEqual({ status: 'ok', value: new Map([['f', new Map([['two', new Float(2)]])]]) });
  });

  it('passes errors on', async () => {
    tab((data) =>
      data.type === 'read' || data.type === 'compute'
        ? { type: 'computed', id: data.id, error: { code: 'engine-terminated', message: 'stopped', status: 500 } }
        : undefined,
    );
    const computer = createRemoteComputer(names);
    await expect(computer.read(CALL)).rejects.toMatchObject({ code: 'engine-terminated' });
    await expect(computer.compute(PID, 1)).rejects.toMatchObject({ code: 'engine-terminated' });
  });

  it('says so when there is none', async () => {
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

  it('says so at once when the leader is of another version', async () => {
    let leave = (): void => undefined;
    const left = new Promise<void>((resolve) => (leave = resolve));
    const held = fake.locks.request(names.lock, () => fake.locks.request(`${names.lock}:99:1-2-3-4`, () => left));
    await expect(createRemoteComputer(names).compute(PID, 3)).rejects.toMatchObject({
      ...{ code: 'protocol-mismatch', status: 503, details: { process: PID, slot: 3 } },
    });
    leave();
    await held;
  });

  it('asks the next leader at once when the one that was asked has gone', async () => {
    let asked = (): void => undefined;
    const reached = new Promise<void>((resolve) => (asked = resolve));
    const first = tab(() => void asked());
    tab(answerReads(1));
    const answer = createRemoteComputer(names).read(CALL);
    await reached;
    const began = performance.now();
    await first.crash();
    expect(await answer).toEqual({ status: 'ok', value: 1 });
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('looks for a leader that it knows only when that one has gone', async () => {
    const computer = createRemoteComputer(names);
    const first = tab(answerReads(1));
    expect(await computer.read(CALL)).toEqual({ status: 'ok', value: 1 });
    const query = vi.spyOn(fake.locks, 'query');
    expect(await computer.read(CALL)).toEqual({ status: 'ok', value: 1 });
    expect(query).not.toHaveBeenCalled();
    tab(answerReads(2));
    await first.crash();
    expect(await computer.read(CALL)).toEqual({ status: 'ok', value: 2 });
    expect(query).toHaveBeenCalled();
  });

  it('does not pass on a second time what may have been done, and says so at once', async () => {
    let times = 0;
    const tabs = [1, 2].map(() =>
      tab((data) => {
        if (data.type === 'request') times++;
        if (times === 1) void tabs[0]?.crash();
        return undefined;
      }),
    );
    const began = performance.now();
    await expect(passOn(names, { ...POST, headers: [] })).rejects.toMatchObject({
      code: 'leader-changed',
      status: 503,
    });
    expect(performance.now() - began).toBeLessThan(1000);
    expect(times).toBe(1);
  });

  it('takes the last words of a leader that answers and goes', async () => {
    const only = tab((data) => {
      // Its locks are free before the answer has arrived.
      setTimeout(() => void only.crash());
      return answerReads(7)(data);
    });
    expect(await createRemoteComputer(names).read(CALL)).toEqual({ status: 'ok', value: 7 });
  });

  it('ends after a while with a leader that never answers', async () => {
    tab(() => undefined);
    vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] });
    try {
      const answer = expect(createRemoteComputer(names).compute(PID, 1)).rejects.toMatchObject({ code: 'engine-busy' });
      await vi.advanceTimersByTimeAsync(31_000);
      await answer;
    } finally {
      vi.useRealTimers();
    }
  });
});

/** The coordinator that leads answers the dynamic reads of contexts that do not. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createArchives } from '../archive/archives.ts';
import type { LuaCall } from '../core/ports/engine.ts';
import { Float } from '../core/value.ts';
import { createRemoteComputer, passOn } from '../leader/ask.ts';
import { instanceNames } from '../leader/names.ts';
import { fakeLocks } from '../leader/testing.ts';
import { createLuaEngine } from '../lua/engine.ts';
import { dataOf } from '../emulator/data.ts';
import { createDataStore } from '../store/data.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import { createCoordinator, type Coordinator } from './coordinator.ts';
import type { EngineClient } from './engine-client.ts';

const names = instanceNames('/coordinator/');
const call = (source: string): LuaCall => ({
  ...{ modules: [{ name: 'm', source }], sandbox: [], function: 'f', timestamp: 1, resolved: [] },
  parameters: [new Map([['half', new Float(4)]])],
});

let coordinator: Coordinator;
let led: boolean[];
let interrupted: string[];
let other: () => Coordinator;

beforeEach(() => {
  led = [];
  interrupted = [];
  const { locks } = fakeLocks();
  vi.stubGlobal('navigator', { locks });
  const engineOf = (name: string): EngineClient => ({
    ...createLuaEngine({ gas: 1_000_000 }),
    interrupt: () => void interrupted.push(name),
    stop: () => undefined,
  });
  const kv = new MemoryKeyValue();
  const place = { names, store: createStore(kv), archives: createArchives(kv), data: dataOf(createDataStore(kv)) };
  const engine = engineOf('first');
  coordinator = createCoordinator({ ...place, engine, locks, onLead: (leads) => void led.push(leads) });
  other = () => createCoordinator({ ...place, engine: engineOf('second'), locks });
});

afterEach(async () => {
  await coordinator.stop();
  vi.unstubAllGlobals();
});

describe('a leading coordinator', () => {
  it('reads for others', async () => {
    const remote = createRemoteComputer(names);
    const halves = call('function f(base) return { n = base.half / 2, t = { 1, "two" } } end');
    expect(await remote.read(halves)).toEqual({
      status: 'ok',
      value: new Map<string, unknown>([
        ['n', new Float(2)],
        ['t', [1, 'two']],
      ]),
    });
    expect(await remote.read(call('function f() return ao.resolve("a/b") end'))).toEqual({ asks: ['a/b'] });
    expect(await remote.read(call('function f() while true do end end'))).toMatchObject({
      error: { code: 'gas-exhausted' },
    });
  });

  it('says in the console which slots fail', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const process = await coordinator.api.spawn({ source: "error('schön spät')" });
    await coordinator.api.spawn({ source: 'x = 1' });
    expect(warn.mock.calls).toEqual([[expect.stringMatching(`Slot 0 of ${process}: .*schön spät`)]]);
    warn.mockRestore();
  });

  it('answers requests that were passed on', async () => {
    const request = { url: 'http://page.test/coordinator/~flat@1.0/deserialize/a', method: 'POST', headers: [] };
    const answer = await passOn(names, { ...request, headers: [['x', 'y']], body: 'a: b\n', navigation: false });
    expect([answer.status, answer.body]).toEqual([200, 'b']);
  });

  it('says at once that a request makes no sense', async () => {
    const request = { url: 'http://page.test/coordinator/~flat@1.0/x', method: 'GET', body: '', navigation: false };
    await expect(passOn(names, { ...request, headers: [['no token', 'x']] })).rejects.toMatchObject({
      code: 'internal',
    });
  });

  it('answers requests of its own page, where there is no Service Worker', async () => {
    const ask = (path: string): ReturnType<Coordinator['request']> =>
      coordinator.request({
        ...{ method: 'GET', headers: [], body: '', navigation: false },
        url: `http://a.test${path}`,
      });
    expect(await ask('/coordinator/~message@1.0&x=here/x')).toMatchObject({ status: 200, body: 'here' });
    expect(await ask('/coordinator/page.html')).toBeUndefined();
  });

  it('tells that it leads, and that it does no more', async () => {
    await vi.waitFor(() => expect(led).toEqual([true]));
    await coordinator.stop();
    expect(led).toEqual([true, false]);
  });

  it('ends what its engine runs, for its own page and for others', async () => {
    await vi.waitFor(() => expect(led).toEqual([true]));
    coordinator.interrupt();
    const follower = other();
    follower.interrupt();
    await vi.waitFor(() => expect(interrupted).toEqual(['first', 'first']));
    await follower.stop();
  });

  it('reads for its own page', async () => {
    expect(await coordinator.api.read('/~lua@5.3a&module=function f() return "here" end/f')).toBe('here');
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { createContext } from '../devices/context.ts';
import { createHandler, type Handler } from '../http/handle.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import type { Computer } from './device.ts';
import { PocketbeamError } from './errors.ts';
import type { SlotRecord, Store } from './ports/store.ts';
import { dig, mergeInto, noChange, undoOf } from './state.ts';
import { Float, type MapValue, type Value } from './value.ts';

const ID = 'rEsOlVe-67890123456789012345678901234567890';
const PID = 'pRoCeSs_67890123456789012345678901234567890';

const map = (entries: Record<string, Value>): MapValue => new Map(Object.entries(entries));

const noEngine: Computer = {
  compute: () => Promise.reject(new PocketbeamError('no-engine', 'nobody computes', { status: 503 })),
  read: () => Promise.reject(new PocketbeamError('no-engine', 'nobody computes', { status: 503 })),
};
const record: SlotRecord = {
  ...{ results: map({}), output: { data: '', prompt: '' }, messages: [], spawns: [], assignments: [] },
};

let store: Store;
let handle: Handler;
let strict: Handler;

/** Status, text and the header that tells a missing key from a failed message. */
async function ask(path: string, { by = handle, ...init }: RequestInit & { by?: Handler } = {}): Promise<unknown[]> {
  const response = (await by(new Request(`http://node.example${path}`, init)))!;
  return [response.status, await response.text(), response.headers.get('ao-result')];
}
const read = async (path: string, by = handle): Promise<unknown> => (await ask(path, { by }))[1];
const get = async (path: string): Promise<Response> => (await handle(new Request(`http://node.example${path}`)))!;
const code = async (path: string): Promise<unknown> => {
  const response = await get(path);
  return [response.status, response.headers.get('pocketbeam-code')];
};

const NO_KEY = [404, '"not_found"', 'body'];
const NO_MESSAGE = [404, '"not_found"', null];

beforeEach(async () => {
  store = createStore(new MemoryKeyValue());
  handle = createHandler({ store, computer: noEngine, mode: 'node' });
  strict = createHandler({ store, computer: noEngine, mode: 'node', strict: true });
  await store.putMessage(ID, map({ deep: map({ n: 7, s: 'x' }), list: [5, new Float(6)], top: 'level' }));
  const state: MapValue = new Map();
  const draft = (anchor: string) => ({
    ...{ id: PID, anchor, timestamp: 1, height: 1, claims: {} },
    message: map({ device: 'process@1.0', type: 'Process' }),
  });
  await store.create(PID, 'resolve', draft('zero'));
  await store.append(PID, draft('one'));
  for (const slot of [0, 1]) {
    const merge = noChange();
    mergeInto(state, map({ cache: map({ count: slot, deep: map({ x: 'y' }) }) }), merge);
    await store.commit(PID, { slot, changes: merge.changes, undo: undoOf(merge), record });
  }
});

describe('one inline message and nothing else', () => {
  it.each([
    '/~message@1.0&u=v&w+integer=5',
    '/~message@1.0',
    '/~unheard@9.9&u=v',
    '/~message@1.0&k=(x/y',
    '/~message@1.0&status',
  ])('answers %s with nothing but the status', async (path) => {
    for (const by of [handle, strict]) {
      const response = (await by(new Request(`http://node.example${path}`, { headers: { u: 'header' } })))!;
      expect([response.status, await response.text()]).toEqual([200, '']);
      expect(response.headers.get('ao-types')).toBe('status="integer"');
      expect(response.headers.get('u')).toBeNull();
    }
  });
  it('takes an untyped status for a failure', async () => {
    for (const by of [handle, strict]) {
      expect(await ask('/~message@1.0&status=204&x=y', { by })).toEqual(NO_MESSAGE);
      expect(await ask('/~message@1.0&x=y&status=soon/', { by })).toEqual(NO_MESSAGE);
      expect(await ask('/~message@1.0&status+integer=204', { by })).toEqual([200, '', null]);
      expect(await ask('/~message@1.0&status=204/status', { by })).toEqual([200, '204', 'body']);
    }
  });
  it('has its keys inside of another path', async () => {
    expect(await read('/(~message@1.0&u=v)/u')).toBe('v');
    expect(await read('/~message@1.0&m=(~message@1.0&u=v)/m/u')).toBe('v');
  });
});

describe('sub-paths', () => {
  it('stand for the base, with what is set over it', async () => {
    expect(await read(`/(${ID}/deep)/n`)).toBe('7');
    expect(await read(`/(${ID}/deep)&n+integer=8/n`)).toBe('8');
    expect(await read(`/(${ID}/deep)&n+integer=8/s`)).toBe('x');
    expect(await read(`/(${ID}/deep)~json@1.0/serialize`)).toBe('{"device":"json@1.0","n":7,"s":"x"}');
    expect(await read(`/(/${PID}~process@1.0/compute/cache)/count`)).toBe('1');
    expect(await read(`/(/${PID}~process@1.0/compute&slot=0/cache)/count`)).toBe('0');
    expect((await get(`/(${ID}/deep)`)).headers.get('n')).toBe('7');
  });
  it('lead to nothing where they lead to no message', async () => {
    for (const by of [handle, strict]) {
      expect(await ask('/(~message@1.0&u=v/u)', { by })).toEqual(NO_MESSAGE);
      expect(await ask('/(~message@1.0&u=v/w)', { by })).toEqual(NO_MESSAGE);
    }
    expect(await ask('/(~message@1.0&u=v/u)/w')).toEqual(NO_KEY);
    expect(await ask('/(~message@1.0&u=v/w)/w')).toEqual(NO_KEY);
    expect(await ask('/~message@1.0&u=(~message@1.0/w)/u')).toEqual(NO_KEY);
  });
  it('name a message by its id', async () => {
    expect(await read(`/(~message@1.0&which=${ID}/which)/top`)).toBe('level');
  });
  it('stand for a key behind the base', async () => {
    expect(await read(`/${ID}/(~message@1.0&k=top/k)`)).toBe('level');
    expect(await read(`/${ID}/list/(~message@1.0&k+integer=1/k)`)).toBe('5');
    expect(await ask(`/${ID}/(~message@1.0&k=top)`)).toEqual(NO_KEY);
    expect(await read(`/${PID}~process@1.0/(~message@1.0&k=compute/k)&slot=0/cache/count`)).toBe('0');
  });
  it('are values of parameters, of the query too', async () => {
    expect(await read(`/~message@1.0&a=(${ID}/deep)&b=2/a/n`)).toBe('7');
    expect(await read(`/~message@1.0/a?a=(${ID}/deep/s)`)).toBe('x');
    expect(await read(`/${PID}~process@1.0/compute&slot=(~message@1.0&n=0/n)/cache/count`)).toBe('0');
    expect(await read('/~message@1.0&a=(foo)/a')).toBe('"not_found"');
    expect((await ask('/~message@1.0&a=(foo)/a', { headers: { foo: 'bar' } }))[1]).toBe('bar');
  });
  it('are followed as deep as paths may be, and no deeper', async () => {
    const nested = (depth: number): string => '(~message@1.0&a='.repeat(depth) + '1' + '/a)'.repeat(depth);
    expect(await read(`/~message@1.0&a=${nested(60)}/a`)).toBe('1');
    expect(await code(`/~message@1.0&a=${nested(70)}/a`)).toEqual([400, 'path-too-deep']);
    expect(await code(`/${'x/'.repeat(4000)}`)).toEqual([400, 'path-too-deep']);
  });
});

describe('parameters', () => {
  it('are true without a value', async () => {
    const response = await get('/~message@1.0&flag/flag');
    expect([await response.text(), response.headers.get('pocketbeam-diagnostic')]).toEqual(['true', 'boolean-leaf']);
    expect((await ask('/~message@1.0&flag/flag', { by: strict }))[0]).toBe(500);
  });
  it('that are no value of their type lead nowhere, in the words of the node', async () => {
    for (const by of [handle, strict]) expect(await ask('/~message@1.0&n+integer=five/n', { by })).toEqual(NO_KEY);
    expect(await code('/~message@1.0&n+integer=five/n')).toEqual([404, 'bad-parameter-value']);
    expect(await code(`/${PID}~process@1.0/compute&slot+integer=five/cache/count`)).toEqual([
      404,
      'bad-parameter-value',
    ]);
    expect(await code('/~message@1.0&n+byte=5/n')).toEqual([500, 'bad-parameter-type']);
    expect(await code('/~message@1.0&n=%q1/n')).toEqual([400, 'bad-path']);
    expect((await ask('/~message@1.0&n=%q1/n', { by: strict }))[0]).toBe(500);
  });
  it('of a cast are set over the message', async () => {
    expect(await read(`/${ID}/deep/~message@1.0&n=over&z=new/n`)).toBe('over');
    expect(await read(`/${ID}/deep/~message@1.0&n=over&z=new/s`)).toBe('x');
    expect(await read(`/${ID}/deep/~json@1.0&z=new/serialize`)).toBe('{"device":"json@1.0","n":7,"s":"x","z":"new"}');
    expect(await read(`/${ID}&top=over/top`)).toBe('over');
    expect(await ask(`/${ID}/deep/~message@1.0&private-n=1/private-n`)).toEqual(NO_KEY);
    expect(await read(`/${PID}~process@1.0&x=1/compute/cache/count`)).toBe('1');
  });
});

describe('keys for one message of the path', () => {
  it('count from the base, which is 0', async () => {
    expect(await read('/~message@1.0/z?0.z=base')).toBe('base');
    expect(await ask('/~message@1.0/z?1.z=base')).toEqual(NO_KEY);
    expect(await read('/z?0.z=request')).toBe('request');
    expect(await ask('/z?1.z=request')).toEqual(NO_KEY);
  });
  it('are seen by that message only, typed ones as well', async () => {
    expect(await read(`/${PID}~process@1.0/compute/cache/count?1.slot=0`)).toBe('0');
    expect(await read(`/${PID}~process@1.0/compute/cache/count?1.slot+integer=0`)).toBe('0');
    expect(await read(`/${PID}~process@1.0/compute/cache/count?2.slot=0`)).toBe('1');
    expect(await read(`/${PID}~process@1.0/compute/cache/count?7.slot=0`)).toBe('1');
    const set = await get('/~message@1.0&a=1/set/set&b=2?1.a=3&2.c=(~message@1.0&d=4/d)');
    expect(['a', 'b', 'c'].map((key) => set.headers.get(key))).toEqual(['3', '2', '4']);
  });
  it('give way to what the segment itself says, and come before the query', async () => {
    expect(await read(`/${PID}~process@1.0/compute&slot=1/cache/count?1.slot=0`)).toBe('1');
    expect(await read(`/${PID}~process@1.0/compute/cache/count?1.slot=0&slot=1`)).toBe('0');
  });
});

describe('a device named with a key', () => {
  const json = '{"device":"json@1.0","n":7,"s":"x"}';
  it('answers what the key gives, but not on a node', async () => {
    expect(await read(`/${ID}/deep~json@1.0/serialize`)).toBe(json);
    expect(await ask(`/${ID}/deep~json@1.0/serialize`, { by: strict })).toEqual(NO_KEY);
    expect(await read(`/${ID}/deep~json@1.0/n`, strict)).toBe('7');
    expect(await read(`/${ID}/deep/serialize~json@1.0`, strict)).toBe(json);
    const cache = '{"count":1,"deep":{"x":"y"},"device":"json@1.0"}';
    for (const path of ['compute/cache~json@1.0', 'now/cache~json@1.0']) {
      expect(await read(`/${PID}~process@1.0/${path}/serialize`)).toBe(cache);
      expect(await ask(`/${PID}~process@1.0/${path}/serialize`, { by: strict })).toEqual(NO_KEY);
    }
    expect(await read(`/${PID}~process@1.0/compute/deep~json@1.0/serialize`)).toBe('"not_found"');
  });
  it('answers straight on an id everywhere', async () => {
    for (const by of [handle, strict])
      expect(await read(`/${ID}~json@1.0/serialize`, by)).toBe(
        '{"deep":{"n":7,"s":"x"},"device":"json@1.0","list":[5,6.0],"top":"level"}',
      );
  });
  it('answers what a function of the message gives, too', async () => {
    expect(await read(`/${PID}~process@1.0/compute~json@1.0&slot=0/serialize`)).toContain('"count":0');
    expect(await read(`/${ID}/deep/keys~json@1.0/serialize`)).toBe('{"1":"n","2":"s","device":"json@1.0"}');
  });
});

describe('an argument with the key', () => {
  it('reaches the function, but not on a node', async () => {
    expect(await read(`/${PID}~process@1.0/compute=0/cache/count`)).toBe('0');
    expect(await ask(`/${PID}~process@1.0/compute=0/cache/count`, { by: strict })).toEqual(NO_KEY);
    expect(await code(`/${PID}~process@1.0/compute=x/cache/count`)).toEqual([400, 'bad-slot']);
  });
  it('is part of a data key otherwise', async () => {
    await store.putMessage(ID, map({ 'keys=2': 'data', 'a=b': 'c' }));
    expect([await read(`/${ID}/keys=2`), await read(`/${ID}/a=b`)]).toEqual(['data', 'c']);
  });
});

describe('paths asked for from inside', () => {
  it('bring what they lead to, one inline message too', async () => {
    const context = createContext({ store, computer: noEngine });
    expect(await context.resolve(`${ID}/deep/n`, new Map())).toBe(7);
    expect(await context.resolve('~message@1.0&u=v', new Map())).toEqual(map({ device: 'message@1.0', u: 'v' }));
  });
  it('may not ask for each other for ever', async () => {
    let runs = 0;
    let last: Value | undefined;
    // A program that asks for itself, again and again, and answers in the end whatever it was told.
    const asking = '/~lua@5.3a&module=self/self';
    const read: Computer['read'] = ({ resolved }) => {
      runs++;
      last = resolved.at(-1)?.value ?? last;
      return Promise.resolve(resolved.length < 20 ? { asks: [asking] } : { status: 'ok', value: 'done' });
    };
    const context = createContext({ store, computer: { ...noEngine, read } });
    expect(await context.resolve(asking, new Map())).toBe('done');
    expect(runs).toBeLessThan(1500);
    expect(dig(last, ['code'])).toBe('too-many-resolves');
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import type { Computer } from '../core/device.ts';
import { PocketbeamError } from '../core/errors.ts';
import type { SlotRecord, Store } from '../core/ports/store.ts';
import { mergeInto, noChange, undoOf } from '../core/state.ts';
import { Float, type MapValue, type Value } from '../core/value.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import { createHandler, type Handler } from './handle.ts';

const PID = 'Hq2mVbX0ZtR7sYkPd4LwNc9JfGa6TuEoKi1BvCxS5Dz';
const ID = 'AbC4567890123456789012345678901234567890123';
const ORIGIN = 'http://127.0.0.1:8734';
const P = `/${PID}~process@1.0`;

const map = (entries: Record<string, Value>): MapValue => new Map(Object.entries(entries));

const noEngine: Computer = {
  compute: () => Promise.reject(new PocketbeamError('no-engine', 'nobody computes', { status: 503 })),
  read: () => Promise.reject(new PocketbeamError('no-engine', 'nobody computes', { status: 503 })),
};

const record: SlotRecord = {
  results: map({ data: 'printed', outbox: map({}) }),
  output: { data: 'printed', prompt: '' },
  messages: [],
  spawns: [],
  assignments: [],
};

let store: Store;
let state: MapValue;

async function commit(slot: number, patch: MapValue): Promise<void> {
  const merge = noChange();
  mergeInto(state, patch, merge);
  await store.commit(PID, { slot, changes: merge.changes, undo: undoOf(merge), record });
}

const draft = (anchor: string) => ({
  id: PID,
  message: map({ device: 'process@1.0', type: 'Process', module: map({ name: 'm' }) }),
  timestamp: 1,
  height: 1,
  anchor,
  claims: {},
});

const CACHE = map({
  str: 'hello',
  int: 42,
  float: 1.5,
  two: new Float(2),
  big: 1_000_000_000_000_000_000n,
  yes: true,
  empty: '',
  bytes: '\xff\x00',
  list: [1, 2, 3],
  todos: [map({ title: 'milk' })],
  balances: map({ alice: '100', [ID]: 7 }),
  deep: map({ a: map({ b: 1 }) }),
  'we ird': 'V',
  'content-length': '5',
});

beforeEach(async () => {
  store = createStore(new MemoryKeyValue());
  state = new Map();
  await store.create(PID, 'test', draft('spawn'));
  await commit(0, map({ cache: CACHE }));
});

const get = async (path: string, init: RequestInit & { handle?: Handler } = {}): Promise<Response> => {
  const handle = init.handle ?? createHandler({ store, computer: noEngine, mode: 'node' });
  const response = await handle(new Request(ORIGIN + path, init));
  if (!response) throw new Error('not ours');
  return response;
};

describe('leaves', () => {
  it.each([
    ['str', 'hello', 'status="integer"', 'sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:'],
    ['int', '42', 'body="integer", status="integer"', 'sha-256=:c0dctApWjo2ooEXO0RATfhWfiQrE2og7axfcZRs6gEk=:'],
    ['float', '1.50000000000000000000e+00', 'body="float", status="integer"', undefined],
    ['two', '2.00000000000000000000e+00', 'body="float", status="integer"', undefined],
    ['big', '1000000000000000000', 'body="integer", status="integer"', undefined],
    ['yes', 'true', 'body="atom", status="integer"', undefined],
  ])('%s has the headers and body of a real node', async (key, body, types, digest) => {
    for (const when of ['compute', 'now']) {
      const response = await get(`${P}/${when}/cache/${key}`);
      expect(response.status).toBe(200);
      expect(await response.text()).toBe(body);
      expect(response.headers.get('ao-types')).toBe(types);
      expect(response.headers.get('ao-result')).toBe('body');
      expect(response.headers.get('status')).toBe('200');
      expect(response.headers.get('content-type')).toBeNull();
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      if (digest) expect(response.headers.get('content-digest')).toBe(digest);
    }
  });
  it('answers an empty binary without a body and bytes as they are', async () => {
    const empty = await get(`${P}/now/cache/empty`);
    expect(empty.headers.get('ao-types')).toBe('body="empty-binary", status="integer"');
    expect(empty.headers.get('content-digest')).toBeNull();
    expect(await empty.text()).toBe('');
    expect([...new Uint8Array(await (await get(`${P}/now/cache/bytes`)).arrayBuffer())]).toEqual([255, 0]);
  });
  it('reads keys without case, ids with it, lists from 1', async () => {
    expect(await (await get(`${P}/compute/cache/STR`)).text()).toBe('hello');
    expect(await (await get(`${P}/compute/cache/balances/${ID}`)).text()).toBe('7');
    expect((await get(`${P}/compute/cache/balances/${ID.toLowerCase()}`)).status).toBe(404);
    expect(await (await get(`${P}/compute/cache/todos/1/title`)).text()).toBe('milk');
    expect((await get(`${P}/compute/cache/list/0`)).status).toBe(404);
    expect(await (await get(`${P}/compute/cache/we%20ird`)).text()).toBe('V');
  });
  it('says where a real node answers otherwise', async () => {
    expect((await get(`${P}/compute/cache/yes`)).headers.get('pocketbeam-diagnostic')).toBe('boolean-leaf');
    const short = await get(`${P}/cache/str`);
    expect(await short.text()).toBe('hello');
    expect(short.headers.get('pocketbeam-diagnostic')).toBe('implicit-compute');
  });
});

describe('maps', () => {
  it('answers a flat map as headers with an empty body', async () => {
    const response = await get(`${P}/compute/cache/balances`);
    expect(response.headers.get('alice')).toBe('100');
    expect(response.headers.get('ao-ids')).toBe(`${ID}="7"`);
    expect(await response.text()).toBe('');
  });
  it('answers a list as a numbered map, nested maps as multipart', async () => {
    const list = await get(`${P}/now/cache/list`);
    expect(list.headers.get('ao-types')).toBe('1="integer", 2="integer", 3="integer", status="integer"');
    expect(list.headers.get('2')).toBe('2');
    const deep = await get(`${P}/now/cache/deep`);
    expect(deep.headers.get('body-keys')).toBe('"a"');
    expect(await deep.text()).toContain('content-disposition: form-data;name="a"');
  });
  it('puts what no header can carry into the body', async () => {
    const response = await get(`${P}/now/cache`);
    expect(response.headers.get('content-length')).toBeNull();
    expect(response.headers.get('body-keys')).toContain('"content-length"');
    expect(response.headers.get('body-keys')).toContain('"we ird"');
    expect(response.headers.get('str')).toBe('hello');
  });
  it('serializes as JSON', async () => {
    const response = await get(`${P}/compute/cache/deep/serialize~json@1.0`);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.text()).toBe('{"a":{"b":1},"device":"json@1.0"}');
    expect(await (await get(`${P}/now/cache/two/serialize~json@1.0`)).text()).toBe(
      '{"ao-result":"body","body":2.0,"device":"json@1.0"}',
    );
    expect(await (await get(`${P}/now/cache/list/serialize~json@1.0`)).text()).toBe(
      '{"1":1,"2":2,"3":3,"device":"json@1.0"}',
    );
    const cast = await get(`${P}/now/cache/deep~json@1.0/serialize`);
    expect(await cast.text()).toBe('{"a":{"b":1},"device":"json@1.0"}');
    const bytes = await get(`${P}/now/cache/bytes/serialize~json@1.0`);
    expect([bytes.status, bytes.headers.get('pocketbeam-code')]).toEqual([500, 'not-utf8']);
  });
  it('lists keys', async () => {
    expect((await get(`${P}/now/cache/balances/keys`)).headers.get('2')).toBe('alice');
  });
});

describe('slots', () => {
  beforeEach(async () => {
    await store.append(PID, draft('one'));
    await commit(1, map({ cache: map({ str: 'later' }) }));
    await store.append(PID, draft('two'));
  });
  it('reads past slots and tells which one it answers', async () => {
    const past = await get(`${P}/compute&slot=0/cache/str`);
    expect([await past.text(), past.headers.get('pocketbeam-slot')]).toEqual(['hello', '0']);
    expect(await (await get(`${P}/compute&slot+integer=1/cache/str`)).text()).toBe('later');
    expect(await (await get(`${P}/compute/cache/str?slot=0`)).text()).toBe('hello');
    expect(await (await get(`${P}/slot/current`)).text()).toBe('2');
    expect(await (await get(`${P}/compute/at-slot`)).text()).toBe('1');
    expect(await (await get(`${P}/compute/results/data`)).text()).toBe('printed');
  });
  it('serves compute without an engine, and 503 for what has to be computed', async () => {
    expect(await (await get(`${P}/compute/cache/str`)).text()).toBe('later');
    for (const path of ['now/cache/str', 'compute&slot=2/cache/str']) {
      const response = await get(`${P}/${path}`);
      expect([response.status, response.headers.get('pocketbeam-code')]).toEqual([503, 'no-engine']);
    }
  });
  it.each(['3', '-1', 'abc', '1.5', ''])('refuses slot %j', async (slot) => {
    const response = await get(`${P}/compute&slot=${slot}/cache/str`);
    expect([response.status, response.headers.get('pocketbeam-code')]).toEqual([400, 'bad-slot']);
  });
});

describe('what is not there', () => {
  it('answers unknown keys as the node does', async () => {
    const response = await get(`${P}/compute/cache/nope`);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('"not_found"');
    expect(response.headers.get('ao-types')).toBe('body="atom", status="integer"');
    expect(response.headers.get('content-digest')).toBe('sha-256=:db5KKVyN60eklJ3Jmg/2hDBv+X38ysSNThg99NwZtPI=:');
    expect((await get(`${P}/Compute/cache/str`)).status).toBe(404);
  });
  it('answers unknown processes as the node does', async () => {
    const other = PID.toLowerCase();
    const response = await get(`/${other}~process@1.0/compute/cache/str`);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe(`Message necessary to resolve request not found: ${other}`);
    expect(response.headers.get('unavailable')).toBe(other);
    expect(response.headers.get('pocketbeam-code')).toBe('unknown-process');
    expect(await (await get(`/${other}/x`)).text()).toBe('Necessary messages not found in cache.');
    expect((await get(`/${PID}~Process@1.0/now/cache/str`)).status).toBe(404);
    expect((await get(`/${other}~process@1.0/slot/current`)).status).toBe(404);
    expect((await get(`/${other}`)).headers.get('unavailable')).toBe(other);
  });
  it.each([
    ['/%zz', 400, 'bad-path'],
    [`${P}/compute/cache/${'k'.repeat(2000)}`, 400, 'key-too-long'],
    [`${P}/compute/cache/${'k/'.repeat(200)}`, 400, 'path-too-deep'],
    [`${P}/compute/cache/${'k'.repeat(20_000)}`, 414, 'path-too-long'],
    [`${P}/x~nope@1.0`, 500, 'unknown-device'],
    ['/~process@1.0/now', 400, 'no-process'],
  ])('refuses %.40s with words and a code', async (path, status, code) => {
    const response = await get(path);
    expect([response.status, response.headers.get('pocketbeam-code')]).toEqual([status, code]);
    expect(await response.json()).toMatchObject({ code, message: expect.any(String) });
  });
});

describe('HTTP', () => {
  it('answers HEAD like GET without a body, and 304 to a known etag', async () => {
    const head = await get(`${P}/compute/cache/str`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const etag = head.headers.get('etag') ?? '';
    const known = await get(`${P}/compute/cache/str`, { headers: { 'if-none-match': etag } });
    expect(known.status).toBe(304);
    expect((await get(`${P}/compute/cache/int`, { headers: { 'if-none-match': etag } })).status).toBe(200);
  });
  it('never lets an answer run on the origin', async () => {
    await store.append(PID, draft('page'));
    const script = map({ body: '<script>1</script>', 'content-type': 'text/html', 'content-security-policy': 'x' });
    await commit(1, map({ page: script }));
    const response = await get(`${P}/compute/page`);
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(response.headers.get('content-security-policy')).toMatch(/^sandbox;/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });
  it('answers OPTIONS with CORS', async () => {
    expect((await get(`${P}/compute`, { method: 'OPTIONS' })).status).toBe(204);
  });
  it('schedules what is posted, from nobody where nobody signed', async () => {
    const scheduled: unknown[] = [];
    const handle = createHandler({
      ...{ store, computer: noEngine, mode: 'node' },
      onScheduled: (process, slot) => scheduled.push([process, slot]),
    });
    const post = (headers: Record<string, string>, path = `${P}/schedule`): Promise<Response> =>
      get(path, { handle, method: 'POST', headers });
    const answer = await post({ action: 'Mint', quantity: '5' });
    expect([answer.status, answer.headers.get('slot'), answer.headers.get('process')]).toEqual([200, '1', PID]);
    expect(scheduled).toEqual([[PID, 1]]);
    const assignment = await store.assignment(PID, 1);
    expect(assignment).toMatchObject({ claims: { owner: '', from: '' }, id: expect.stringMatching(/^[\w-]{43}$/) });
    expect(assignment?.message.get('action')).toBe('Mint');
    expect(await (await get(`${P}/schedule/assignments/1/body/quantity`)).text()).toBe('5');
    expect((await get(`${P}/schedule&from=2`)).headers.get('continues')).toBe('"false"');

    const forged = await post({
      ...{ action: 'x', 'signature-input': 's=("action");alg="rsa-pss-sha512";keyid="AQAB"', signature: 's=:AAAA:' },
    });
    expect([forged.status, await forged.text()]).toEqual([400, 'Message is not valid.']);
    for (const slot of ['0', '1']) {
      const passed = await post({ target: PID.toLowerCase() });
      expect([passed.status, passed.headers.get('process'), passed.headers.get('slot')]).toEqual([
        ...[200, PID.toLowerCase(), slot],
      ]);
    }
    expect((await get(`/${PID.toLowerCase()}~process@1.0/slot/current`)).status).toBe(404);
    const astray = { handle, method: 'POST', headers: { target: PID.toLowerCase() } };
    for (const path of ['/~scheduler@1.0/schedule', `/${PID.toLowerCase()}~process@1.0/schedule`])
      expect((await get(path, astray)).headers.get('pocketbeam-code')).toBe('unknown-process');
    const nothing = await post({ action: 'x' }, '/~scheduler@1.0/schedule');
    expect([nothing.status, nothing.headers.get('pocketbeam-code')]).toEqual([400, 'nothing-to-schedule']);
    expect((await store.head(PID))?.slot).toBe(1);
  });
  it('starts a process that is posted', async () => {
    const headers = { type: 'Process', device: 'process@1.0', 'execution-device': 'genesis-wasm@1.0', name: 'posted' };
    const answer = await get('/~scheduler@1.0/schedule', { method: 'POST', headers });
    const pid = answer.headers.get('process') ?? '';
    expect([answer.headers.get('slot'), (await store.head(pid))?.name]).toEqual(['0', 'posted']);
  });
  it('answers inline messages', async () => {
    expect(await (await get('/~message@1.0&greeting=moin/greeting')).text()).toBe('moin');
    expect(await (await get('/~message@1.0&depth+integer=-12/depth')).text()).toBe('-12');
    expect(await (await get('/foo', { headers: { foo: 'bar' } })).text()).toBe('bar');
    expect(await (await get('/~message@1.0&inner=(/~message@1.0&greeting=moin/greeting)/inner')).text()).toBe('moin');
  });
});

describe('devices', () => {
  const nested = map({ deep: map({ n: 7, s: 'x' }), top: 'level' });
  beforeEach(() => store.putMessage(ID, nested));
  const text = async (path: string, init: RequestInit = {}): Promise<string> => (await get(path, init)).text();

  it('message@1.0 sets keys, deeply and typed, and keeps private ones to itself', async () => {
    expect(await text('/~message@1.0&a=1/set&b+integer=2/b')).toBe('2');
    expect((await get('/~message@1.0&a=1/set&a=9')).headers.get('a')).toBe('9');
    expect((await get('/~message@1.0&private-note=1/private-note')).status).toBe(404);
  });
  it('stored messages are read by id, by cache@1.0 and by lookup@1.0', async () => {
    expect(await text(`/${ID}/deep/n`)).toBe('7');
    for (const name of ['cache', 'lookup']) {
      expect(await text(`/~${name}@1.0/read?target=${ID}/deep/s`)).toBe('x');
      expect((await get(`/~${name}@1.0/read?target=${ID}`)).headers.get('top')).toBe('level');
      expect((await get(`/~${name}@1.0/read?target=short`)).headers.get('pocketbeam-code')).toBe('bad-target');
    }
  });
  it('flat@1.0 and json@1.0 write and read', async () => {
    expect(await text(`/${ID}/serialize~flat@1.0`)).toBe(
      'deep/ao-types: n="integer"\ndeep/n: 7\ndeep/s: x\ndevice: flat@1.0\ntop: level\n',
    );
    const post = { method: 'POST', body: 'a/b: x\na/c: y\n' };
    expect(await text('/~flat@1.0/deserialize/a/c', post)).toBe('y');
    expect(await text('/~json@1.0/deserialize/list/2', { method: 'POST', body: '{"list":[1,2.5]}' })).toBe(
      '2.50000000000000000000e+00',
    );
    expect(await text('/~json@1.0&x={"k":1}/deserialize&target=x/k')).toBe('1');
    expect((await get('/~json@1.0/deserialize')).headers.get('pocketbeam-code')).toBe('nothing-to-decode');
    const bad = await get('/~json@1.0/deserialize', { method: 'POST', body: '{"a":' });
    expect([bad.status, bad.headers.get('pocketbeam-code')]).toEqual([400, 'bad-json']);
  });
});

describe('navigation', () => {
  const navigate = { headers: { 'sec-fetch-mode': 'navigate' } };
  it('shows leaves as text and everything else as a readable page with links', async () => {
    expect((await get(`${P}/compute/cache/str`, navigate)).headers.get('content-type')).toBe(
      'text/plain; charset=utf-8',
    );
    const page = await get(`${P}/compute/cache/balances`, navigate);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const html = await page.text();
    expect(html).toContain(`href="./balances/${ID}"`);
    expect(html).toContain('&#34;alice&#34;: &#34;100&#34;');
    expect(html).toContain('ao-types: ');
    expect((await get(`${P}/compute/cache/nope`, navigate)).status).toBe(404);
  });
  it('escapes what it shows', async () => {
    await store.append(PID, draft('html'));
    await commit(1, map({ cache: map({ html: map({ '<img src=x>': '<b>&' }) }) }));
    expect(await (await get(`${P}/compute/cache/html`, navigate)).text()).not.toMatch(/<img|<b>/);
  });
});

describe('in a page', () => {
  const handle = (base = '/'): Handler => createHandler({ store, computer: noEngine, mode: 'page', base });
  it('takes HyperPATHs behind the scope and at the root, and nothing else', async () => {
    for (const path of [
      `${P}/compute/cache/str`,
      `/app${P}/compute/cache/str`,
      `/${PID}%7Eprocess%401.0/compute/cache/str`,
    ])
      expect(await (await get(path, { handle: handle('/app/') })).text()).toBe('hello');
    for (const path of [
      '/',
      '/app/',
      '/app/index.html',
      '/assets/x.js',
      `/app/${PID.slice(1)}/x`,
      `/other${P}/compute`,
    ])
      expect(await handle('/app/')(new Request(ORIGIN + path))).toBeUndefined();
  });
});

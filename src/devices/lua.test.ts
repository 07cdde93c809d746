/** `lua@5.3a` through the handler: dynamic reads, what slots ask by `ao.resolve`, the sandbox. */
import { beforeEach, describe, expect, it } from 'vitest';
import { PocketbeamError } from '../core/errors.ts';
import type { Engine } from '../core/ports/engine.ts';
import type { Store } from '../core/ports/store.ts';
import { equal, type MapValue, type Value } from '../core/value.ts';
import { createHandler } from '../http/handle.ts';
import { createLuaEngine } from '../lua/engine.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import { ProcessComputer } from './process-computer.ts';

const COUNTER = 'counter'.padEnd(43, '-');
const OTHER = 'other'.padEnd(43, '-');
const LIB = 'library'.padEnd(43, '-');
const NOWHERE = 'nowhere'.padEnd(43, '-');

const map = (entries: Record<string, Value>): MapValue => new Map(Object.entries(entries));
const lua = (body: string): MapValue => map({ 'content-type': 'application/lua', body });

const LIBRARY = `
calls = 0
function sum(base, req)
  calls = calls + 1
  return { sum = (base.total or 0) + (tonumber(req.plus) or 0), calls = calls, kind = math.type(req.plus) or type(req.plus) }
end
function hello(base, req) return 'hello ' .. (req.name or 'you') end
function page(base) return { ['content-type'] = 'text/html', body = '<i>' .. base.total .. '</i>' } end
function seen(base, req, opts) return { keys = #base['device-stack'], me = req.path, opts = type(opts), who = req['x-who'], at = base['at-slot'], results = type(base.results), process = base.process.type } end
function teapot() return 'error', { status = 418, body = 'short and stout' } end
function sorry() return 'error', 'not today' end
function odd() return 'missing', { body = 'gone' } end
function fails() error('on purpose') end
function loops() while true do pcall(function() end) end end
function nothing() end
function truth() return true end
function list() return { 'a', 'b' } end
function deep() return { { 1 }, n = { list = { 'x', { y = 1 } } } } end
function whole(base) base.extra = 'e' return base end
function cache() return 'hidden by the key' end
function get() return 'my own get' end
function given(a, b) return { a = a, b = b } end
function private(base) return { found = tostring(base.private) } end
function clock() return os.time() > 1000 and 'now' or 'never' end
`;

/** Handles messages: counts, and calls the function that \`run\` names. */
const PROGRAM = `
runs = 0
function compute(base, req)
  runs = runs + 1
  local message = req.body or {}
  base.total = (base.total or 0) + 1
  base.cache = { total = base.total }
  if message.code then base.cache.said = load(message.code)(base, req) end
  base.results = { output = { data = 'ran ' .. runs } }
  return base
end
function double(base) return { double = base.total * 2, runs = runs } end
function other(base, req) base.cache = { called = 'other', with = type(req) } base.results = {} return base end
`;

let store: Store;
let engine: Engine;
let computer: ProcessComputer;

beforeEach(async () => {
  store = createStore(new MemoryKeyValue());
  engine = createLuaEngine({ gas: 5_000_000 });
  computer = new ProcessComputer(store, engine);
  await store.putMessage(LIB, lua(LIBRARY));
  await spawn(COUNTER, {});
});

async function spawn(process: string, keys: Record<string, Value>): Promise<void> {
  const message = map({
    ...{ device: 'process@1.0', type: 'Process', 'execution-device': 'stack@1.0' },
    ...{ 'device-stack': ['lua@5.3a', 'patch@1.0'], 'patch-from': '/results/outbox', module: lua(PROGRAM), ...keys },
  });
  await store.create(process, process, { id: process, message, timestamp: 7, height: 1, anchor: process, claims: {} });
  await computer.compute(process, 0);
}

let sent = 0;

/** Sends a message to a process and computes it. */
async function send(process: string, keys: Record<string, Value>): Promise<number> {
  const anchor = `anchor ${++sent}`;
  const { slot } = await store.append(process, {
    ...{ id: `message-${sent}`.padEnd(43, '-'), message: map(keys), timestamp: 7, height: 1, anchor, claims: {} },
  });
  await computer.compute(process, slot);
  return slot;
}

async function fetched(path: string, { strict = false, headers = {} } = {}): Promise<Response> {
  const handle = createHandler({ store, computer, mode: 'node', strict });
  const response = await handle(new Request(`http://node.example${path}`, { headers }));
  if (!response) throw new Error('not ours');
  return response;
}

const json = async (path: string, options?: Parameters<typeof fetched>[1]): Promise<Record<string, unknown>> => {
  const response = await fetched(`${path}/serialize~json@1.0`, options);
  const { device, ...rest } = (await response.json()) as Record<string, unknown>;
  expect([response.status, device]).toEqual([200, 'json@1.0']);
  return rest;
};

const body = async (path: string): Promise<string> => (await fetched(path)).text();

/** `<status> <code>` of an error. */
const failure = async (path: string, options?: Parameters<typeof fetched>[1]): Promise<string> => {
  const response = await fetched(path, options);
  return `${response.status} ${response.headers.get('pocketbeam-code')}`;
};

const READ = `/${COUNTER}~process@1.0/now/~lua@5.3a&module=${LIB}`;

describe('dynamic reads', () => {
  it.each([
    ['in the segment', `${READ}/sum&plus=4`, { sum: 5, calls: 1, kind: 'string' }],
    ['in the query', `${READ}/sum?plus=4`, { sum: 5, calls: 1, kind: 'string' }],
    ['typed in the segment', `${READ}/sum&plus+integer=4`, { sum: 5, calls: 1, kind: 'integer' }],
    ['typed in the query', `${READ}/sum?plus+integer=4`, { sum: 5, calls: 1, kind: 'integer' }],
    ['at compute', `${READ.replace('/now/', '/compute/')}/sum`, { sum: 1, calls: 1, kind: 'nil' }],
    ['at a slot', `${READ.replace('/now/', '/compute&slot=0/')}/sum`, { sum: 1, calls: 1, kind: 'nil' }],
  ])('arguments %s', async (_, path, expected) => {
    const at = path.indexOf('?');
    const [before, query] = at < 0 ? [path, ''] : [path.slice(0, at), path.slice(at)];
    const response = await fetched(`${before}/serialize~json@1.0${query}`);
    expect(await response.json()).toEqual({ ...expected, device: 'json@1.0' });
  });

  it('keep nothing, whatever they change', async () => {
    for (let i = 0; i < 3; i++) expect(await json(`${READ}/sum`)).toMatchObject({ calls: 1 });
    await fetched(`${READ}/whole`);
    expect((await fetched(`/${COUNTER}~process@1.0/now/extra`)).status).toBe(404);
    expect(await engine.position(COUNTER)).toBe(0);
  });

  it('see the state, what belongs to a slot, and the request', async () => {
    expect(await json(`${READ}/seen`, { headers: { 'x-who': 'me' } })).toEqual({
      ...{ keys: 2, me: 'seen', opts: 'table', who: 'me', at: 0, results: 'table', process: 'Process' },
    });
  });

  it('answer text, pages, lists, booleans, nested tables and fields', async () => {
    expect(await body(`${READ}/hello&name=Ann`)).toBe('hello Ann');
    const page = await fetched(`${READ}/page`);
    expect([page.headers.get('content-type'), await page.text()]).toEqual(['text/html', '<i>1</i>']);
    expect(await json(`${READ}/list`)).toEqual({ 1: 'a', 2: 'b' });
    expect(await json(`${READ}/deep`)).toEqual({ 1: [1], n: { list: ['x', { y: 1 }] } });
    expect(await body(`${READ}/deep/n/list/2/y`)).toBe('1');
    expect(await body(`${READ}/truth`)).toBe('true');
    expect((await fetched(`${READ}/deep/n/none`)).status).toBe(404);
  });

  it('let keys of the base come first, but functions before those of every message', async () => {
    expect(await json(`${READ}/cache`)).toEqual({ total: 1 });
    expect(await body(`${READ}/TOTAL`)).toBe('1');
    expect(await body(`${READ}/get`)).toBe('my own get');
    expect((await fetched(`${READ}/keys`)).status).toBe(200);
    expect(await body(`${READ}/set&a=1/a`)).toBe('1');
    expect((await fetched(`${READ}/encode`)).status).toBe(404);
  });

  it('hide what a node keeps to itself', async () => {
    expect(await body(`/~lua@5.3a&module=${LIB}&private=1/private/found`)).toBe('nil');
  });

  it('run on inline messages, definitions, stored messages and parts of a state', async () => {
    expect(await json(`/~lua@5.3a&module=${LIB}&total+integer=10/sum&plus=1`)).toMatchObject({ sum: 11 });
    expect(await body(`/${COUNTER}~lua@5.3a&module=${LIB}/sum/sum`)).toBe('0');
    await store.putMessage(OTHER, map({ total: 20, module: LIB }));
    expect(await body(`/${OTHER}~lua@5.3a/sum&plus=1/sum`)).toBe('21');
    expect(await body(`/${COUNTER}~process@1.0/now/cache/~lua@5.3a&module=${LIB}/sum/sum`)).toBe('1');
  });

  it("use the process' own functions without a module", async () => {
    await send(COUNTER, {});
    expect(await json(`/${COUNTER}~process@1.0/now/~lua@5.3a/double`)).toEqual({ double: 4, runs: 0 });
    expect(await failure(`/${COUNTER}~lua@5.3a/nope`)).toBe('500 unknown-function');
  });

  it('go on from a function that returns its base', async () => {
    expect(await json(`/~lua@5.3a&module=${LIB}/whole/hello`)).toMatchObject({ body: 'hello you' });
    expect(await body(`/~lua@5.3a&module=${LIB}/whole/extra`)).toBe('e');
  });

  it('list functions after init', async () => {
    expect((await fetched(`${READ}/functions`)).status).toBe(404);
    const names = Object.values(await json(`/~lua@5.3a&module=${LIB}/init/functions`));
    expect(names).toContain('sum');
    expect(names).not.toContain('print');
  });

  it('call the function and take the parameters that the request or the base names', async () => {
    expect(await body(`${READ}/any&function=hello&name=Bo`)).toBe('hello Bo');
    expect(await body(`/~lua@5.3a&module=${LIB}&function=hello/any`)).toBe('hello you');
    expect(await json(`${READ}/given&parameters+list="x",2`)).toMatchObject({ a: 'x' });
  });

  it('see the time of day', async () => {
    expect(await body(`${READ}/clock`)).toBe('now');
  });

  it.each([
    ['a status of its own', 'teapot', 418, 'short and stout'],
    ['a text', 'sorry', 400, 'not today'],
    ['a status that HTTP does not know', 'odd', 400, 'gone'],
  ])('end with %s, whatever follows', async (_, name, status, text) => {
    for (const rest of ['', '/serialize~json@1.0', '/field/deeper']) {
      const response = await fetched(`${READ}/${name}${rest}`);
      expect([response.status, response.headers.get('status')]).toEqual([status, String(status)]);
      expect(await response.text()).toBe(text);
    }
  });

  it.each([
    ['fails', '500 lua-error'],
    ['loops', '500 gas-exhausted'],
    ['nope', '500 unknown-function'],
    ['nothing', '500 no-result'],
    ['print', '500 no-result'],
  ])('fail with a code: %s', async (name, expected) => {
    expect(await failure(`${READ}/${name}`)).toBe(expected);
    expect(await failure(`${READ}/${name}/serialize~json@1.0`)).toBe(expected);
  });

  it('say in which line', async () => {
    const { message, details } = (await (await fetched(`${READ}/fails`)).json()) as Record<string, unknown>;
    expect(message).toContain('on purpose');
    expect(details).toEqual({ function: 'fails', line: LIBRARY.split('\n').findIndex((l) => l.includes('fails')) + 1 });
  });

  it('say that there is no module, which strict answers with 500', async () => {
    const unknown = `/${COUNTER}/now/~lua@5.3a&module=${NOWHERE}/f`;
    expect(await failure(unknown)).toBe('404 unknown-message');
    expect(await failure(unknown, { strict: true })).toBe('500 unknown-message');
    expect(await failure('/~lua@5.3a/f')).toBe('500 no-module');
    await store.putMessage(OTHER, lua('function f( return'));
    expect(await failure(`/~lua@5.3a&module=${OTHER}/f`)).toBe('500 lua-error');
  });
});

describe('ao.resolve in dynamic reads', () => {
  const asking = async (code: string): Promise<string> => {
    await store.putMessage(OTHER, lua(`function f(base, req) ${code} end`));
    return body(`/${COUNTER}~process@1.0/now/~lua@5.3a&module=${OTHER}/f`);
  };

  it.each([
    ['a message with a path', `local s, v = ao.resolve({ path = '/~message@1.0&a=5/a' }) return s .. v`, 'ok5'],
    ['a path', `local s, v = ao.resolve('~message@1.0&a=6/a') return s .. v`, 'ok6'],
    ['keys of the request', `local s, v = ao.resolve({ path = 'b', b = 7 }) return s .. v`, 'ok7'],
    ['a base and a path', `local s, v = ao.resolve({ a = { b = 8 } }, 'a/b') return s .. v`, 'ok8'],
    ['the base itself', `local s, v = ao.resolve(base, 'cache/total') return s .. v`, 'ok1'],
    ['a process', `local s, v = ao.resolve('${COUNTER}', 'now', 'total') return s .. v`, 'ok1'],
    ['steps', `local s, v = ao.resolve({ a = 1 }, { path = 'set', b = 2 }, 'b') return s .. v`, 'ok2'],
    ['as a device', `local s, v = ao.resolve({ 'as', 'json@1.0', { a = 1 } }, 'serialize') return v.body`, undefined],
    ['a Lua function', `local s, v = ao.resolve('/~lua@5.3a&module=${LIB}/hello') return v`, 'hello you'],
    ['what fails', `local s, v = ao.resolve('/~lua@5.3a&module=${LIB}/teapot') return s .. v.status`, 'error418'],
    [
      'nothing there',
      `local s, v = ao.resolve({ path = '~message@1.0&a=1/b' }) return s .. ' ' .. v`,
      'error not_found',
    ],
    ['an error', `local s, v = ao.resolve('~nope@9.9/x/y') return s .. ' ' .. v.code`, 'error unknown-device'],
    [
      'within pcall',
      `local ok, s, v = pcall(ao.resolve, '~message@1.0&a=9/a') return tostring(ok) .. s .. v`,
      'trueok9',
    ],
    [
      'in a coroutine',
      `return coroutine.wrap(function() return select(2, ao.resolve('~message@1.0&a=3/a')) end)()`,
      '3',
    ],
    ['without arguments', `return select(2, pcall(function() ao.resolve() end))`, undefined],
    ['a function', `return tostring(pcall(ao.resolve, print))`, 'false'],
    ['many', `local t = 0 for i = 1, 20 do t = t + select(2, ao.resolve({ path = 'n', n = i })) end return t`, '210'],
  ])('%s', async (_, code, expected) => {
    const answer = await asking(code);
    if (expected === undefined) expect(answer).toMatch(/"a":1|bad argument #1 to 'resolve'/);
    else expect(answer).toBe(expected);
  });

  it('ends when a program asks without end', async () => {
    await store.putMessage(OTHER, lua(`function f() while true do pcall(ao.resolve, { path = 'n', n = 1 }) end end`));
    expect(await failure(`/~lua@5.3a&module=${OTHER}/f`)).toBe('500 too-many-questions');
  });

  it('costs what is run again', async () => {
    await store.putMessage(
      OTHER,
      lua(`function f() for i = 1, 8 do for _ = 1, 300000 do end ao.resolve({ path = 'n', n = 1 }) end return 'x' end`),
    );
    expect(await failure(`/~lua@5.3a&module=${OTHER}/f`)).toBe('500 gas-exhausted');
  });

  it('reaches only the devices that the message allows', async () => {
    await store.putMessage(OTHER, lua(`function f() return select(2, ao.resolve('~json@1.0&a=1/serialize')).code end`));
    const path = `/~lua@5.3a&module=${OTHER}`;
    expect(await failure(`${path}/f`)).toBe('500 no-result');
    expect(await body(`${path}&device-sandbox+list="flat@1.0"/f`)).toBe('unknown-device');
  });
});

describe('ao.resolve in slots', () => {
  const said = async (process = COUNTER): Promise<string> => body(`/${process}~process@1.0/compute/cache/said`);

  it('answers, and keeps the answers for replays', async () => {
    await spawn(OTHER, {});
    const slot = await send(COUNTER, {
      code: `local s, v = ao.resolve({ path = '/${OTHER}~process@1.0/now/total' }) keep = v return s .. v`,
    });
    expect(await said()).toBe('ok1');
    expect((await store.record(COUNTER, slot))?.resolved).toEqual([{ status: 'ok', value: 1 }]);
    // The other process goes on, so that asking again would give another answer.
    await send(OTHER, {});
    await engine.drop(COUNTER);
    await send(COUNTER, { code: `return 'kept ' .. keep .. ' in run ' .. runs` });
    expect(await said()).toBe('kept 1 in run 3');
  });

  it('computes what another process has pending', async () => {
    await spawn(OTHER, {});
    await store.append(OTHER, {
      ...{ id: LIB, message: map({}), timestamp: 7, height: 1, anchor: 'pending', claims: {} },
    });
    await send(COUNTER, { code: `return select(2, ao.resolve('${OTHER}', 'now/total'))` });
    expect(await said()).toBe('2');
  });

  it('reads what the process itself has committed', async () => {
    for (const when of ['compute', 'now']) {
      await send(COUNTER, { code: `local s, v = ao.resolve('/${COUNTER}~process@1.0/${when}/total') return s .. v` });
      expect(await said()).toBe(when === 'compute' ? 'ok1' : 'ok2');
    }
    await store.append(COUNTER, {
      ...{ id: LIB, message: map({ code: `return select(2, ao.resolve('/${COUNTER}/compute&slot=3/total')).code` }) },
      ...{ timestamp: 7, height: 1, anchor: 'ahead', claims: {} },
    });
    await send(COUNTER, {});
    expect(await body(`/${COUNTER}/compute&slot=3/cache/said`)).toBe('bad-slot');
  });

  it('cannot read the process in its first slot', async () => {
    const code = `return select(2, ao.resolve('/${OTHER}~process@1.0/compute/total')).code`;
    await spawn(OTHER, {
      module: lua(
        `${PROGRAM} local run = compute function compute(base, req) base = run(base, req) base.cache.said = (function() ${code} end)() return base end`,
      ),
    });
    expect(await said(OTHER)).toBe('slot-running');
  });

  it('does not wait in circles', async () => {
    await spawn(OTHER, {});
    const asks = (process: string): string =>
      `local s, v = ao.resolve('/${process}~process@1.0/now/total') return s .. tostring(v)`;
    await store.append(OTHER, {
      ...{ id: LIB, message: map({ code: asks(COUNTER) }), timestamp: 7, height: 1, anchor: 'circle', claims: {} },
    });
    await send(COUNTER, { code: asks(OTHER) });
    expect([await said(), await said(OTHER)]).toEqual(['ok2', 'ok1']);
  });

  it('is asked again by a program that fails afterwards, in replays too', async () => {
    const slot = await send(COUNTER, { code: `ao.resolve({ path = 'a', a = 1 }) runs = 100 error('after') end` });
    expect(await store.record(COUNTER, slot)).toMatchObject({ error: { code: 'lua-error' } });
    await send(COUNTER, { code: `runs = 50 ao.resolve({ path = 'a', a = 1 }) error('after')` });
    expect(await store.record(COUNTER, slot + 1)).toMatchObject({
      error: { code: 'lua-error' },
      resolved: [{ status: 'ok', value: 1 }],
    });
    await engine.drop(COUNTER);
    await send(COUNTER, { code: 'return runs' });
    expect(await said()).toBe('2');
  });

  it('goes on when answering has cost the engine its life', async () => {
    await send(COUNTER, { code: `kept = 'kept' return 'x'` });
    const dying: Engine = {
      ...engine,
      read: async () => {
        await engine.drop(COUNTER);
        throw new PocketbeamError('engine-terminated', 'stopped');
      },
    };
    computer = new ProcessComputer(store, dying);
    const asks = `local s, v = ao.resolve('/~lua@5.3a&module=${LIB}/hello')`;
    await send(COUNTER, { code: `${asks} return s .. ' ' .. v.code .. ' ' .. kept` });
    expect(await said()).toBe('error engine-terminated kept');
  });

  it('has an end, and the process goes on', async () => {
    const slot = await send(COUNTER, { code: `while true do ao.resolve({ path = 'a', a = 1 }) end` });
    expect((await store.record(COUNTER, slot))?.error?.code).toBe('too-many-questions');
    await engine.drop(COUNTER);
    await send(COUNTER, { code: 'return runs' });
    expect(await said()).toBe('2');
  });
});

describe('a program in its slots', () => {
  it('holds what it was given as it was, in replays too', async () => {
    for (const code of ['(...).deep = { x = 1 }', 'held = (...).deep', '(...).deep.x = 2'])
      await send(COUNTER, { code });
    for (const forget of [false, true]) {
      if (forget) await engine.drop(COUNTER);
      await send(COUNTER, { code: `return held.x .. ' ' .. (...).deep.x` });
      expect(await body(`/${COUNTER}~process@1.0/compute/cache/said`)).toBe('1 2');
    }
  });
});

describe('what a process says about its Lua', () => {
  const run = async (keys: Record<string, Value>, code: string): Promise<string> => {
    await spawn(OTHER, keys);
    await send(OTHER, { code });
    return body(`/${OTHER}~process@1.0/compute/cache/said`);
  };
  const types = `return type(os.getenv) .. ' ' .. type(tostring) .. ' ' .. type(string.rep)`;

  it.each([
    ['nothing', {}, 'nil function function'],
    ['a list', { sandbox: ['string.rep', 'no/such/name'] }, 'nil function string'],
    ['a map', { sandbox: map({ tostring: false, 'string/rep': map({}) }) }, 'nil boolean table'],
  ])('sandbox: %s', async (_, keys, expected) => {
    expect(await run(keys, types)).toBe(expected);
  });

  it('sandbox: true takes load away once the modules have run', async () => {
    const module = lua(`
      local early = load('return 1')()
      function compute(base) base.cache = { early = early, late = tostring(load), called = select(2, pcall(function() return load('') end)) } base.results = {} return base end`);
    for (const sandbox of [true, 'true']) {
      await spawn(sandbox === true ? OTHER : NOWHERE, { module, sandbox });
      const cache = await json(`/${sandbox === true ? OTHER : NOWHERE}~process@1.0/now/cache`);
      expect(cache).toMatchObject({ early: 1, late: 'sandboxed' });
      expect(cache.called).toContain('attempt to call a string value');
    }
  });

  it('a sandbox holds in dynamic reads', async () => {
    await store.putMessage(OTHER, lua(`function f() return tostring(string.rep) end`));
    expect(await body(`/~lua@5.3a&module=${OTHER}&sandbox+list="string.rep"/f`)).toBe('sandboxed');
    expect(await body(`/~lua@5.3a&module=${OTHER}/f`)).toMatch(/^(builtin|function)/);
  });

  it('the function of a message or of the process in place of compute', async () => {
    await send(COUNTER, { function: 'other' });
    expect(await json(`/${COUNTER}~process@1.0/now/cache`)).toEqual({ called: 'other', with: 'table' });
    await spawn(OTHER, { function: 'other' });
    expect(await body(`/${OTHER}~process@1.0/now/cache/called`)).toBe('other');
  });

  it('modules as text, message, list and map, in order', async () => {
    const compute = `function compute(base) base.cache = { name = tostring(name) } base.results = {} return base end`;
    const forms: [string, Value][] = [
      ['text', `name = 'text' ${compute}`],
      ['message', lua(`name = 'message' ${compute}`)],
      ['list', [lua(`name = 'no'`), lua(`name = 'list'`), lua(compute)]],
      ['map', map({ b: lua(`name = 'map'`), a: lua(`name = 'no'`), c: lua(compute) })],
    ];
    for (const [name, module] of forms) {
      const process = name.padEnd(43, '-');
      await spawn(process, { module });
      expect(await body(`/${process}~process@1.0/now/cache/name`)).toBe(name);
    }
  });

  it('a module that is not there fails slots, also when it turns up', async () => {
    await spawn(OTHER, { module: NOWHERE });
    expect((await store.record(OTHER, 0))?.error?.code).toBe('unknown-message');
    await store.putMessage(NOWHERE, lua(PROGRAM));
    await send(OTHER, { code: 'return runs' });
    expect(await body(`/${OTHER}~process@1.0/now/cache/said`)).toBe('1');
    expect(equal((await store.read(OTHER, ['total']))?.value, 1)).toBe(true);
  });
});

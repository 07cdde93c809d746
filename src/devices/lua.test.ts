/** `lua@5.3a` through the handler: dynamic reads and what they ask by `ao.resolve`. */
import { beforeEach, describe, expect, it } from 'vitest';
import { COUNTER, createLuaNode, LIB, LIBRARY, lua, NOWHERE, OTHER, type LuaNode } from '../../e2e/support/lua-node.ts';
import { map } from '../../e2e/support/test-node.ts';

let node: LuaNode;
beforeEach(async () => {
  node = await createLuaNode();
});

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
    const response = await node.fetched(`${before}/serialize~json@1.0${query}`);
    expect(await response.json()).toEqual({ ...expected, device: 'json@1.0' });
  });

  it('keep nothing, whatever they change', async () => {
    for (let i = 0; i < 3; i++) expect(await node.json(`${READ}/sum`)).toMatchObject({ calls: 1 });
    await node.fetched(`${READ}/whole`);
    expect((await node.fetched(`/${COUNTER}~process@1.0/now/extra`)).status).toBe(404);
    expect(await node.engine.position(COUNTER)).toBe(0);
  });

  it('see the state, what belongs to a slot, and the request', async () => {
    expect(await node.json(`${READ}/seen`, { headers: { 'x-who': 'me' } })).toEqual({
      ...{ keys: 2, me: 'seen', opts: 'table', who: 'me', at: 0, results: 'table', process: 'Process' },
    });
  });

  it('answer text, pages, lists, booleans, nested tables and fields', async () => {
    expect(await node.body(`${READ}/hello&name=Ann`)).toBe('hello Ann');
    const page = await node.fetched(`${READ}/page`);
    expect([page.headers.get('content-type'), await page.text()]).toEqual(['text/html', '<i>1</i>']);
    expect(await node.json(`${READ}/list`)).toEqual({ 1: 'a', 2: 'b' });
    expect(await node.json(`${READ}/deep`)).toEqual({ 1: [1], n: { list: ['x', { y: 1 }] } });
    expect(await node.body(`${READ}/deep/n/list/2/y`)).toBe('1');
    expect(await node.body(`${READ}/truth`)).toBe('true');
    expect((await node.fetched(`${READ}/deep/n/none`)).status).toBe(404);
  });

  it('let keys of the base come first, but functions before those of every message', async () => {
    expect(await node.json(`${READ}/cache`)).toEqual({ total: 1 });
    expect(await node.body(`${READ}/TOTAL`)).toBe('1');
    expect(await node.body(`${READ}/get`)).toBe('my own get');
    expect((await node.fetched(`${READ}/keys`)).status).toBe(200);
    expect(await node.body(`${READ}/set&a=1/a`)).toBe('1');
    expect((await node.fetched(`${READ}/encode`)).status).toBe(404);
  });

  it('hide what a node keeps to itself', async () => {
    expect(await node.body(`/~lua@5.3a&module=${LIB}&private=1/private/found`)).toBe('nil');
  });

  it('run on inline messages, definitions, stored messages and parts of a state', async () => {
    expect(await node.json(`/~lua@5.3a&module=${LIB}&total+integer=10/sum&plus=1`)).toMatchObject({ sum: 11 });
    expect(await node.body(`/${COUNTER}~lua@5.3a&module=${LIB}/sum/sum`)).toBe('0');
    await node.store.putMessage(OTHER, map({ total: 20, module: LIB }));
    expect(await node.body(`/${OTHER}~lua@5.3a/sum&plus=1/sum`)).toBe('21');
    expect(await node.body(`/${COUNTER}~process@1.0/now/cache/~lua@5.3a&module=${LIB}/sum/sum`)).toBe('1');
  });

  it("use the process' own functions without a module", async () => {
    await node.send(COUNTER, {});
    expect(await node.json(`/${COUNTER}~process@1.0/now/~lua@5.3a/double`)).toEqual({ double: 4, runs: 0 });
    expect(await node.failure(`/${COUNTER}~lua@5.3a/nope`)).toBe('500 unknown-function');
  });

  it('go on from a function that returns its base', async () => {
    expect(await node.json(`/~lua@5.3a&module=${LIB}/whole/hello`)).toMatchObject({ body: 'hello you' });
    expect(await node.body(`/~lua@5.3a&module=${LIB}/whole/extra`)).toBe('e');
  });

  it('list functions after init', async () => {
    expect((await node.fetched(`${READ}/functions`)).status).toBe(404);
    const names = Object.values(await node.json(`/~lua@5.3a&module=${LIB}/init/functions`));
    expect(names).toContain('sum');
    expect(names).not.toContain('print');
  });

  it('call the function and take the parameters that the request or the base names', async () => {
    expect(await node.body(`${READ}/any&function=hello&name=Bo`)).toBe('hello Bo');
    expect(await node.body(`/~lua@5.3a&module=${LIB}&function=hello/any`)).toBe('hello you');
    expect(await node.json(`${READ}/given&parameters+list="x",2`)).toMatchObject({ a: 'x' });
  });

  it('see the time of day', async () => {
    expect(await node.body(`${READ}/clock`)).toBe('now');
  });

  it.each([
    ['a status of its own', 'teapot', 418, 'short and stout'],
    ['a text', 'sorry', 400, 'not today'],
    ['a status that HTTP does not know', 'odd', 400, 'gone'],
  ])('end with %s, whatever follows', async (_, name, status, text) => {
    for (const rest of ['', '/serialize~json@1.0', '/field/deeper']) {
      const response = await node.fetched(`${READ}/${name}${rest}`);
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
    expect(await node.failure(`${READ}/${name}`)).toBe(expected);
    expect(await node.failure(`${READ}/${name}/serialize~json@1.0`)).toBe(expected);
  });

  it('say in which line', async () => {
    const { message, details } = (await (await node.fetched(`${READ}/fails`)).json()) as Record<string, unknown>;
    expect(message).toContain('on purpose');
    expect(details).toEqual({ function: 'fails', line: LIBRARY.split('\n').findIndex((l) => l.includes('fails')) + 1 });
  });

  it('say that there is no module, which strict answers with 500', async () => {
    const unknown = `/${COUNTER}/now/~lua@5.3a&module=${NOWHERE}/f`;
    expect(await node.failure(unknown)).toBe('404 unknown-message');
    expect(await node.failure(unknown, { strict: true })).toBe('500 unknown-message');
    expect(await node.failure('/~lua@5.3a/f')).toBe('500 no-module');
    await node.store.putMessage(OTHER, lua('function f( return'));
    expect(await node.failure(`/~lua@5.3a&module=${OTHER}/f`)).toBe('500 lua-error');
  });
});

describe('ao.resolve in dynamic reads', () => {
  const asking = async (code: string): Promise<string> => {
    await node.store.putMessage(OTHER, lua(`function f(base, req) ${code} end`));
    return node.body(`/${COUNTER}~process@1.0/now/~lua@5.3a&module=${OTHER}/f`);
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
    await node.store.putMessage(
      OTHER,
      lua(`function f() while true do pcall(ao.resolve, { path = 'n', n = 1 }) end end`),
    );
    expect(await node.failure(`/~lua@5.3a&module=${OTHER}/f`)).toBe('500 too-many-questions');
  });

  it('costs what is run again', async () => {
    await node.store.putMessage(
      OTHER,
      lua(`function f() for i = 1, 8 do for _ = 1, 300000 do end ao.resolve({ path = 'n', n = 1 }) end return 'x' end`),
    );
    expect(await node.failure(`/~lua@5.3a&module=${OTHER}/f`)).toBe('500 gas-exhausted');
  });

  it('reaches only the devices that the message allows', async () => {
    await node.store.putMessage(
      OTHER,
      lua(`function f() return select(2, ao.resolve('~json@1.0&a=1/serialize')).code end`),
    );
    const path = `/~lua@5.3a&module=${OTHER}`;
    expect(await node.failure(`${path}/f`)).toBe('500 no-result');
    expect(await node.body(`${path}&device-sandbox+list="flat@1.0"/f`)).toBe('unknown-device');
  });
});

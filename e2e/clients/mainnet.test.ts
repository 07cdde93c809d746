/** aoconnect in mainnet mode, as it comes from npm, against a node over HTTP (spec/aoconnect.md §5.2, §5.3). */
import { connect, createSigner } from '@permaweb/aoconnect';
import { connect as connect85, createSigner as createSigner85 } from 'aoconnect-0-0-85';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TEST_KEY } from '../support/sign.ts';
import { startClientNode, type ClientNode } from './client-node.ts';
import { COUNTER, MODULE, tag } from './program.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
// One for all: it signs a hundred times a minute.
const signer = createSigner(TEST_KEY);
const NOWHERE = 'no-such-process-anywhere'.padEnd(43, 'x');
let node: ClientNode;
let pid: string;

const client = (url = node.url) => connect({ MODE: 'mainnet', URL: url, signer });
const action = (name: string, more: Record<string, string> = {}) =>
  Object.entries({ Action: name, ...more }).map(([name, value]) => tag(name, value));
const at = (path: string): string => `/${pid}~process@1.0/${path}`;
const get = async (path: string): Promise<string> => (await fetch(`${node.url}${path}`)).text();
const count = async (): Promise<number> => Number(await get(at('now/cache/count')));
const spawn = (data: string, tags: { name: string; value: string }[] = []): Promise<string> =>
  client().spawn({ module: MODULE, tags: [tag('On-Boot', 'Data'), ...tags], data });

/** What the node answers while `run` runs, whatever the client makes of it. */
async function answersDuring(
  run: () => Promise<unknown>,
): Promise<{ status: number; code: string | null; text: string }[]> {
  const answers: { status: number; code: string | null; text: string }[] = [];
  const spy = vi.spyOn(globalThis, 'fetch');
  const fetched = spy.getMockImplementation() ?? originalFetch;
  spy.mockImplementation(async (...request) => {
    const response = await fetched(...request);
    const text = await response.clone().text();
    answers.push({ status: response.status, code: response.headers.get('pocketbeam-code'), text });
    return response;
  });
  await run().catch(() => undefined);
  spy.mockRestore();
  return answers;
}
const originalFetch = globalThis.fetch;

beforeAll(async () => {
  node = await startClientNode();
  pid = await spawn(COUNTER);
});
afterAll(() => node.close());

describe('spawn', () => {
  it('gives the id of a process that has run its data', async () => {
    expect(pid).toMatch(/^[\w-]{43}$/);
    expect(await get(at('slot/current'))).toBe('0');
  });
  it('takes a capital Execution-Device in place of the one that the client adds', async () => {
    const process = await spawn('x = 1', [tag('Execution-Device', 'lua@5.3a')]);
    expect(await get(`/${process}/execution-device`)).toBe('lua@5.3a');
    // Nothing but aos can be tried.
    const [answer] = await answersDuring(() => client().dryrun({ process, tags: action('Go') }));
    expect(answer).toMatchObject({ status: 501, code: 'no-dry-run' });
  });
  it('is said to be glued where the URL has a path and no slash at its end', async () => {
    const [, answer] = await answersDuring(() => client(`${node.url}/hb`).spawn({ module: MODULE }));
    expect(answer).toMatchObject({ status: 404, code: 'glued-url', text: expect.stringContaining('with a slash') });
  });
  it('does not mind the slashes of a URL that ends in one', async () => {
    expect(await client(`${node.url}/`).spawn({ module: MODULE })).toMatch(/^[\w-]{43}$/);
    expect(await get('//~meta@1.0/info/address')).toBe(await get('/~meta@1.0/info/address'));
  });
});

describe('message and result', () => {
  it('are of one process with the HyperPATHs', async () => {
    const slot = await client().message({ process: pid, tags: action('Add', { Quantity: '2' }) });
    expect(slot).toBe(1);
    expect(await count()).toBe(2);
    const answer = await client().result({ process: pid, message: String(slot) });
    expect(answer).toMatchObject({
      Output: { print: true },
      Messages: [{}, { Data: '2' }],
      Spawns: [],
      Assignments: [],
    });
    expect(answer.Messages[1].Tags).toContainEqual(tag('Action', 'Added'));
  });
  it('give all at once', async () => {
    const full = await client().message({ process: pid, tags: action('Add'), opts: { fullResponse: true } });
    expect(full).toMatchObject({ Messages: [{}, { Data: String(await count()) }], Output: {}, Spawns: [] });
  });
  it('keep data and tags as they were given', async () => {
    const text = 'a & b / c? 100% é';
    const slot = await client().message({ process: pid, tags: action('Echo', { Text: text }), data: 'daté\n2' });
    const [reply] = (await client().result({ process: pid, message: slot })).Messages;
    expect(reply.Data).toBe('daté\n2');
    expect(reply.Tags).toContainEqual(tag('Text', text));
  });
  it('tell what a handler failed with', async () => {
    const message = await client().message({ process: pid, tags: action('Fail') });
    expect((await client().result({ process: pid, message })).Error).toContain('no luck');
  });
  it('know a message by its id too', async () => {
    const response = await client().request({
      path: at('push'),
      method: 'POST',
      'signing-format': 'ans104',
      target: pid,
      Action: 'Count',
    });
    const id = response.headers.get('id');
    expect(id).toMatch(/^[\w-]{43}$/);
    const { Messages } = await client().result({ process: pid, message: id });
    expect(Messages).toMatchObject([{ Data: String(await count()) }]);
  });
  it('say what is unknown', async () => {
    const ask = (options: { process: string; message: string }) => answersDuring(() => client().result(options));
    expect(await ask({ process: pid, message: '999' })).toMatchObject([{ status: 400, code: 'bad-slot' }]);
    expect(await ask({ process: pid, message: NOWHERE })).toMatchObject([{ status: 404, code: 'unknown-message' }]);
    expect(await ask({ process: NOWHERE, message: '1' })).toMatchObject([{ status: 404, code: 'unknown-process' }]);
    const sent = await answersDuring(() => client().message({ process: NOWHERE }));
    expect(sent).toMatchObject([{ status: 404, code: 'unknown-process' }]);
  });
});

describe('results', () => {
  it('are those of the last slot', async () => {
    const slot = await client().message({ process: pid, tags: action('Count') });
    const { edges } = await client().results({ process: pid });
    expect(edges).toMatchObject([{ cursor: String(slot), node: { Messages: [{ Data: String(await count()) }] } }]);
  });
});

describe('dryrun', () => {
  it('leaves nothing behind', async () => {
    const before = await count();
    const { Messages } = await client().dryrun({ process: pid, tags: action('Add', { Quantity: '5' }) });
    expect(Messages).toMatchObject([{}, { Data: String(before + 5) }]);
    expect(await count()).toBe(before);
  });
  it('gives the tags that come whole, and the data', async () => {
    const text = 'é ?#=+ (x)';
    const [reply] = (await client().dryrun({ process: pid, tags: action('Echo', { Text: text }), data: 'dä' }))
      .Messages;
    expect(reply.Data).toBe('dä');
    expect(reply.Tags).toContainEqual(tag('Text', text));
  });
  it('comes from who signed it', async () => {
    const { Messages } = await client().dryrun({
      process: pid,
      tags: action('Eval'),
      data: 'Send({ Target = Owner })',
    });
    expect(Messages).toHaveLength(1);
    const unsigned = await fetch(`${node.url}${at('as=execution/compute&Action=Count')}`);
    expect([unsigned.status, await unsigned.text()]).toEqual([200, expect.stringContaining(String(await count()))]);
  });
  it.each([
    ['&', 'a&b', 'broken-tag'],
    ['a slash', 'a/b', 'broken-tag'],
    ['a percent sign', '100%', 'bad-path'],
  ])('is told that its client breaks a tag with %s', async (_what, text, code) => {
    const [answer] = await answersDuring(() => client().dryrun({ process: pid, tags: action('Echo', { Text: text }) }));
    expect(answer).toMatchObject({ status: 400, code });
  });
  it('gives the error of a handler', async () => {
    expect((await client().dryrun({ process: pid, tags: action('Fail') })).Error).toContain('no luck');
  });
});

describe('request', () => {
  const add = { path: '', method: 'POST', target: '', type: 'Message', Action: 'Add', Quantity: '3' };
  const adding = () => ({ ...add, path: at('schedule'), target: pid });
  const read = async (options: object): Promise<string> => (await client().request(options)).text();

  it('reads, signed or not, with fields as headers', async () => {
    const expected = String(await count());
    expect(await read({ path: at('now/cache/count'), foo: 'bar', n: 3 })).toBe(expected);
    expect(await read({ path: at('now/cache/count'), method: 'GET' })).toBe(expected);
    const unsigned = connect({ MODE: 'mainnet', URL: node.url, signer: undefined });
    expect(await (await unsigned.request({ path: at('now/cache/count') })).text()).toBe(expected);
  });
  it.each([
    ['HTTP', {}],
    ['ANS-104', { 'signing-format': 'ans104' }],
  ])('sends a message signed as %s', async (_how, how) => {
    const before = await count();
    const response = await client().request({ ...adding(), ...how, data: 'hello' });
    expect(response.status).toBe(200);
    expect(await count()).toBe(before + 3);
    const by = await get(at(`schedule/assignments/${response.headers.get('slot')}/body/committers/1`));
    expect(by).toMatch(/^[\w-]{43}$/);
  });
  it('sends one that nobody signed', async () => {
    const unsigned = connect({ MODE: 'mainnet', URL: node.url, signer: undefined });
    const response = await unsigned.request({ ...adding(), data: 'hello' });
    expect(response.status).toBe(200);
    expect(await get(at(`schedule/assignments/${response.headers.get('slot')}/body/data`))).toBe('hello');
  });
  it('reads by an item posted', async () => {
    const item = { path: at('now/cache/count'), method: 'POST', 'signing-format': 'ans104' };
    expect(await read(item)).toBe(String(await count()));
  });
  it.each([
    ['a body that it signs as HTTP', { deep: { a: 1 } }, true],
    ['a line break', { data: 'a\nb' }, true],
    ['a body without a signer', { x: 'a\nb' }, false],
    ['an item without a signer', { 'signing-format': 'ans104' }, false],
    ['a list', { list: [1, 2] }, true],
  ])('is told that its client breaks %s', async (_what, more, signed) => {
    const sender = signed ? client() : connect({ MODE: 'mainnet', URL: node.url, signer: undefined });
    const slot = await get(at('slot/current'));
    const [answer] = await answersDuring(() => sender.request({ ...adding(), ...more }));
    expect(answer).toMatchObject({ status: 400, code: 'broken-request', text: expect.stringContaining('aoconnect') });
    expect(await get(at('slot/current'))).toBe(slot);
  });
  it('throws before it sends a boolean', async () => {
    await expect(client().request({ ...adding(), flag: true })).rejects.toThrow('type boolean');
  });
});

describe('request of 0.0.85', () => {
  const old = () => connect85({ MODE: 'mainnet', URL: node.url, signer: createSigner85(TEST_KEY) });
  it('reads', async () => {
    const answer = await old().request({ path: at('now/cache/count'), method: 'GET' });
    expect(answer).toMatchObject({ body: String(await count()) });
  });
  it('sends a message with a body, signed as HTTP', async () => {
    const before = await count();
    const sent = {
      path: at('schedule'),
      method: 'POST',
      target: pid,
      type: 'Message',
      Action: 'Echo',
      data: 'two\nlines',
    };
    const { slot } = (await old().request(sent)) as unknown as { slot: string };
    expect(await get(at(`compute=${slot}/results/outbox/1/data`))).toBe('two\nlines');
    await old().request({ ...sent, path: at('push'), Action: 'Add' });
    expect(await count()).toBe(before + 1);
  });
});

describe('strict', () => {
  it('knows nothing of all this but the schedule', async () => {
    const strict = await startClientNode({ strict: true });
    const ask = async (path: string): Promise<number> => (await originalFetch(`${strict.url}${path}`)).status;
    const process = connect({ MODE: 'mainnet', URL: strict.url, signer }).spawn({ module: MODULE });
    await expect(process).rejects.toThrow('Error spawning process');
    expect(await ask(`/${NOWHERE}~process@1.0/as=execution/compute`)).toBe(404);
    await strict.close();
  });
});

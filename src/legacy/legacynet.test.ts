import { beforeAll, describe, expect, it } from 'vitest';
import { createTestNode } from '../../e2e/support/test-node.ts';
import { signedItem } from '../../e2e/support/sign.ts';
import { bytesOf } from '../core/value.ts';

const node = createTestNode();
const NOWHERE = 'nowhere-in-this-orchard'.padEnd(43, 'w');
const tag = (name: string, value: string): { name: string; value: string } => ({ name, value });
const AO = tag('Data-Protocol', 'ao');
const octets = { 'content-type': 'application/octet-stream', accept: 'application/json' };

type Json = Record<string, unknown>;
/** `<status> <code>` and the JSON of an answer. */
async function ask(path: string, init?: RequestInit, of = node): Promise<{ status: number; json: Json }> {
  const response = await of.fetch(`/~legacynet@1.0/${path}`, init);
  expect(response.headers.get('content-type')).toBe('application/json');
  return { status: response.status, json: (await response.json()) as Json };
}
const post = (body: string, of = node) => ask('mu', { method: 'POST', headers: octets, body: bytesOf(body) }, of);
const postJson = (path: string, body: unknown) =>
  ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

let pid: string;
let message: string;
let address: string;
beforeAll(async () => {
  const { bytes } = await signedItem({ tags: [AO, tag('Type', 'Process'), tag('Module', NOWHERE)] });
  pid = String((await post(bytes)).json.id);
  const item = await signedItem({
    target: pid,
    tags: [AO, tag('Type', 'Message'), tag('Colour', 'Green')],
    data: 'pear',
  });
  message = String((await post(item.bytes)).json.id);
  address = await node.text(`/${pid}/committers/1`);
});

describe('mu', () => {
  it('answers with the id, the process and the slot', async () => {
    const item = await signedItem({ target: pid, tags: [AO, tag('Type', 'Message')] });
    const first = await post(item.bytes);
    expect(first).toMatchObject({ status: 202, json: { id: item.id, process: pid, slot: expect.any(Number) } });
    // A client that has not seen the answer sends it again.
    expect(await post(item.bytes)).toEqual(first);
  });
  it('takes an item under its own content type too', async () => {
    const { init, id } = await signedItem({ target: pid, tags: [AO, tag('Type', 'Message')] });
    expect(await ask('mu', init)).toMatchObject({ status: 202, json: { id } });
  });
  it('gives a process the devices that run it, and its tags stay as they were signed', async () => {
    expect(await node.text(`/${pid}/execution-device`)).toBe('genesis-wasm@1.0');
    expect(await node.text(`/${pid}~message@1.0/verify`)).toBe('true');
  });
  it('refuses what is no item, with words', async () => {
    for (const body of ['no item at all', '\x01\x00short', '\x09\x00'.padEnd(2000, 'x')])
      expect(await post(body)).toMatchObject({
        status: 400,
        json: { code: 'bad-data-item', error: expect.stringMatching(/no data item of ANS-104/) },
      });
  });
  it('refuses an item that was changed after it was signed', async () => {
    const { bytes } = await signedItem({ target: pid, tags: [AO, tag('Type', 'Message')], data: 'apple' });
    const changed = await post(bytes.replace('apple', 'grape'));
    expect(changed).toMatchObject({
      status: 400,
      json: { code: 'invalid-message', error: expect.stringMatching(/changed/) },
    });
  });
  it.each([
    ['no Data-Protocol', [tag('Type', 'Message')], /Data-Protocol is missing/],
    ['another Data-Protocol', [tag('Data-Protocol', 'AO'), tag('Type', 'Message')], /Data-Protocol is "AO"/],
    ['no Type', [AO], /Type is missing/],
    ['another Type', [AO, tag('Type', 'message')], /Type is "message", neither/],
  ])('refuses an item with %s', async (_what, tags, error) => {
    const { bytes } = await signedItem({ target: pid, tags });
    expect(await post(bytes)).toMatchObject({
      status: 400,
      json: { code: 'bad-ao-tags', error: expect.stringMatching(error) },
    });
  });
  it('refuses a message for nobody, or for a process that is not here', async () => {
    const tags = [AO, tag('Type', 'Message')];
    expect(await post((await signedItem({ tags })).bytes)).toMatchObject({
      status: 400,
      json: { code: 'bad-process-id' },
    });
    // 43 characters that stand for 32 bytes.
    const target = 'A'.repeat(43);
    const sent = await post((await signedItem({ target, tags })).bytes);
    expect(sent).toMatchObject({ status: 404, json: { code: 'unknown-process', details: { process: target } } });
  });
  it('refuses what has no body, or too large a one', async () => {
    expect(await post('')).toMatchObject({ status: 400, json: { code: 'nothing-to-schedule' } });
    expect(await post('x'.repeat(8 * 1024 * 1024 + 1))).toMatchObject({
      status: 413,
      json: { code: 'body-too-large' },
    });
  });
  it('has no other endpoints', async () => {
    const missing = await ask('mu/nothing', { method: 'POST', headers: octets });
    expect(missing).toMatchObject({
      status: 404,
      json: { code: 'no-endpoint', error: expect.stringMatching(/monitor/) },
    });
    expect(await ask('mu')).toMatchObject({ status: 404, json: { code: 'no-endpoint' } });
  });
});

describe('cu', () => {
  it('says what is missing or unknown', async () => {
    expect(await ask(`cu/result/${message}`)).toMatchObject({ status: 400, json: { code: 'missing-parameter' } });
    expect(await ask(`cu/result/${message}?process-id=pear`)).toMatchObject({ json: { code: 'bad-process-id' } });
    expect(await ask(`cu/result/${NOWHERE}?process-id=${pid}`)).toMatchObject({
      status: 404,
      json: { code: 'unknown-message' },
    });
    expect(await ask(`cu/result/pear?process-id=${pid}`)).toMatchObject({ status: 400, json: { code: 'bad-slot' } });
    expect(await ask(`cu/results/${NOWHERE}`)).toMatchObject({ status: 404, json: { code: 'unknown-process' } });
    expect(await ask(`cu/results/${pid}?limit=many`)).toMatchObject({ status: 400, json: { code: 'bad-slot' } });
    expect(await ask('cu/nothing')).toMatchObject({ status: 404, json: { code: 'no-endpoint' } });
  });
  it('says in JSON that nobody computes', async () => {
    expect(await ask(`cu/result/${message}?process-id=${pid}`)).toMatchObject({
      status: 503,
      json: { code: 'no-engine' },
    });
    expect(await postJson(`cu/dry-run?process-id=${pid}`, {})).toMatchObject({
      status: 503,
      json: { code: 'no-engine' },
    });
  });
});

describe('su', () => {
  it('gives a message with its assignment, by its id or its slot', async () => {
    const { status, json } = await ask(`su/${message}?process-id=${pid}`);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      message: {
        id: message,
        target: pid,
        data: 'pear',
        owner: { address, key: expect.stringMatching(/^[\w-]{683}$/) },
      },
    });
    expect(json).toHaveProperty('message.tags', [AO, tag('Type', 'Message'), tag('Colour', 'Green')]);
    expect(json).toHaveProperty('assignment.tags', expect.arrayContaining([tag('Nonce', '1'), tag('Process', pid)]));
    expect((await ask(`su/1?process-id=${pid}`)).json).toEqual(json);
  });
  it('lists the messages of a process', async () => {
    const page = (await ask(`su/${pid}?from=0&limit=2`)).json;
    expect(page).toMatchObject({
      page_info: { has_next_page: true },
      edges: [{ cursor: '0' }, { cursor: '1', node: { message: { id: message } } }],
    });
    expect((await ask(`su/${pid}?from=1&to=1`)).json).toMatchObject({
      page_info: { has_next_page: false },
      edges: [{ cursor: '1' }],
    });
  });
  it('tells the time', async () => {
    const { json } = await ask('su/timestamp');
    expect(Math.abs(Number(json.timestamp) - Date.now())).toBeLessThan(60_000);
    expect(Number(json.block_height)).toBeGreaterThan(0);
  });
  it('says what is unknown', async () => {
    expect(await ask(`su/${NOWHERE}?process-id=${pid}`)).toMatchObject({
      status: 404,
      json: { code: 'unknown-message' },
    });
    expect(await ask(`su/${NOWHERE}`)).toMatchObject({ status: 404, json: { code: 'unknown-process' } });
    expect(await ask('su/pear')).toMatchObject({ status: 400, json: { code: 'bad-process-id' } });
    expect(await ask('su')).toMatchObject({ status: 404, json: { code: 'no-endpoint' } });
  });
});

describe('graphql', () => {
  const query =
    'query GetTransactions ($transactionIds: [ID!]!) { transactions(ids: $transactionIds) { edges { node { tags { name value } } } } }';

  it('knows every module', async () => {
    const { status, json } = await postJson('graphql', { query, variables: { transactionIds: [NOWHERE, pid] } });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      data: { transactions: { edges: [{ node: { id: NOWHERE } }, { node: { id: pid } }] } },
    });
    expect(json).toHaveProperty(
      'data.transactions.edges.0.node.tags',
      expect.arrayContaining([AO, tag('Type', 'Module')]),
    );
  });
  it.each([
    ['another query', { query: '{ block(id: "x") { height } }' }, /block\(id/],
    ['other variables', { query, variables: { ids: [] } }, /transactions/],
    ['what is no id', { query, variables: { transactionIds: ['pear'] } }, /"pear" is no transaction id/],
    ['no query', { query: 5 }, /no JSON object with a query/],
    ['a list', [], /no JSON object with a query/],
  ])('answers %s as GraphQL servers do', async (_what, body, error) => {
    expect(await postJson('graphql', body)).toEqual({
      status: 400,
      json: { errors: [{ message: expect.stringMatching(error), extensions: { code: 'unknown-query' } }] },
    });
  });
  it('says so of what is no JSON', async () => {
    const { status, json } = await ask('graphql', { method: 'POST', body: '{ nonsense' });
    expect([status, json]).toMatchObject([400, { errors: [{ extensions: { code: 'bad-json' } }] }]);
  });
});

describe('in strict mode', () => {
  it('answers all the same, and starts strict processes', async () => {
    const strict = createTestNode({ strict: true });
    const { bytes } = await signedItem({ tags: [AO, tag('Type', 'Process'), tag('Module', NOWHERE)] });
    const { status, json } = await post(bytes, strict);
    expect(status).toBe(202);
    const process = String(json.id);
    expect(await strict.store.head(process)).toMatchObject({ strict: true });
    const init = { headers: { accept: 'application/json' } };
    expect(await ask(`su/${process}?process-id=${process}`, init, strict)).toMatchObject({ status: 200 });
  });
});

describe('other origins', () => {
  it('may ask', async () => {
    const preflight = await node.fetch('/~legacynet@1.0/mu', { method: 'OPTIONS' });
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('*');
    expect((await node.fetch('/~legacynet@1.0/su/timestamp')).headers.get('access-control-allow-origin')).toBe('*');
  });
});

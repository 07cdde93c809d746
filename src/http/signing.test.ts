/** The node's wallet and data items, through the handler. */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWallet, signedItem, TEST_KEY, type SignedItem } from '../../e2e/support/sign.ts';
import { map } from '../../e2e/support/test-node.ts';
import { identify } from '../codecs/commitments.ts';
import { decodeHttp } from '../codecs/httpsig-decode.ts';
import { createNodeWallet } from '../codecs/node-wallet.ts';
import { parseSignatures, verifySignature } from '../codecs/signatures.ts';
import { openWallet } from '../codecs/wallet.ts';
import { binaryOf, bytesOf, isMap } from '../core/value.ts';
import {
  createNodePocketbeam,
  type NodePocketbeam,
  type NodePocketbeamOptions,
} from '../integrations/node/node-pocketbeam.ts';
import { openFileKeyValue } from '../store/file.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';

const ADDRESS = (await openWallet(TEST_KEY)).address;

let beam: NodePocketbeam;
let folder: string;
const open: NodePocketbeam[] = [];
const start = async (options: NodePocketbeamOptions = {}): Promise<NodePocketbeam> => {
  const made = await createNodePocketbeam(options);
  open.push(made);
  return made;
};
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pocketbeam-'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  await rm(folder, { recursive: true });
});

const get = async (at: string, init?: RequestInit): Promise<Response> => {
  const response = await beam.handle(new Request(`http://node.test${at}`, init));
  if (!response) throw new Error('not ours');
  return response;
};
const text = async (at: string, init?: RequestInit): Promise<string> => (await get(at, init)).text();
const failure = async (at: string, init?: RequestInit): Promise<string> => {
  const { status, headers } = await get(at, init);
  return `${status} ${headers.get('pocketbeam-code')}`;
};
const tagged = (tags: Record<string, string>): { name: string; value: string }[] =>
  Object.entries(tags).map(([name, value]) => ({ name, value }));

describe('data items', () => {
  const PROGRAM = `
    Seen = {}
    Handlers.add('see', function() return true end, function(msg)
      local tags = {}
      for _, tag in ipairs(msg.TagArray) do table.insert(tags, tag.name .. '=' .. tag.value) end
      Send({ device = 'patch@1.0', cache = { from = msg.From, owner = msg.Owner, mid = msg.Id, tags = table.concat(tags, ' '), data = msg.Data,
        action = msg.Action, anchor = msg.Anchor, target = msg.Target } })
    end)`;
  const spawnTags = {
    ...{ device: 'process@1.0', 'scheduler-device': 'scheduler@1.0', 'execution-device': 'genesis-wasm@1.0' },
    ...{ Type: 'Process', 'Data-Protocol': 'ao', Variant: 'ao.N.1', 'On-Boot': 'Data', Name: 'seer' },
  };
  let spawn: SignedItem;
  beforeEach(async () => {
    beam = await start({ onDemand: true });
    spawn = await signedItem({ tags: tagged(spawnTags), data: PROGRAM });
    expect((await get('/~scheduler@1.0/schedule', spawn.init)).headers.get('process')).toBe(spawn.id);
  });

  it('start a process and send to it: aos sees the signer, the id and the tags as they were given', async () => {
    const anchor = '0'.repeat(30) + '42';
    const tags = tagged({ Action: 'Look', 'my-colour': 'first', 'My-Colour': 'red', Type: 'Message' });
    const sent = await signedItem({ target: spawn.id, anchor, data: 'hi', tags });
    const answer = await get(`/${spawn.id}~process@1.0/schedule`, sent.init);
    expect([answer.status, answer.headers.get('slot')]).toEqual([200, '1']);
    const assigned = (await decodeHttp({ headers: new Map(answer.headers), body: await bodyOf(answer) })).get('body');
    if (!isMap(assigned)) throw new Error('no body');
    const identity = await identify(assigned);
    expect([identity.id, identity.signers, await identity.verify()]).toEqual([sent.id, [ADDRESS], true]);
    const cache = JSON.parse(await text(`/${spawn.id}~process@1.0/now/cache/serialize~json@1.0`)) as object;
    expect(cache).toEqual({
      ...{ from: ADDRESS, owner: ADDRESS, mid: sent.id, data: 'hi', action: 'Look' },
      ...{
        anchor,
        target: spawn.id,
        device: 'json@1.0',
        tags: 'Action=Look My-Colour=first My-Colour=red Type=Message',
      },
    });
  });
  it('go to the process of the path when they have no target', async () => {
    const { init, id } = await signedItem({ data: 'x', tags: tagged({ Type: 'Message' }) });
    expect((await get(`/${spawn.id}~process@1.0/schedule`, init)).headers.get('process')).toBe(spawn.id);
    expect(await text(`/${spawn.id}~process@1.0/now/cache/mid`)).toBe(id);
  });
  it('are refused when they were tampered with, are cut off or are none', async () => {
    const { bytes, init } = await signedItem({ target: spawn.id, data: 'pay Bob', tags: tagged({ Action: 'Pay' }) });
    const at = `/${spawn.id}~process@1.0/schedule`;
    const post = (body: string): Promise<Response> => get(at, { ...init, body: bytesOf(body) });
    for (const [from, to] of [
      ['pay Bob', 'pay Eve'],
      ['Action', 'Auction'.slice(0, 6)],
      ['\x06Pay', '\x06Say'],
    ] as const) {
      const answer = await post(bytes.replace(from, to));
      expect([answer.status, await answer.text()]).toEqual([400, 'Message is not valid.']);
    }
    for (const body of [
      bytes.slice(0, 1000),
      'x',
      '',
      '\x01\0' + '\xff'.repeat(2000),
      bytes.replace('\x06Pay', '\xfePay'),
    ])
      expect(await failure(at, { ...init, body: bytesOf(body) })).toBe('400 bad-data-item');
    expect(await text(`/${spawn.id}~process@1.0/slot/current`)).toBe('0');
  });
  it('say by their tags how they want the answer', async () => {
    const { init } = await signedItem({ tags: tagged({ 'require-codec': 'application/json', hello: 'world' }) });
    expect((await get('/hello', init)).headers.get('content-type')).toBe('application/json');
  });
  it('go in and out by the device', async () => {
    const { init, bytes, id } = await signedItem({ target: spawn.id, data: 'hi', tags: tagged({ Some: 'Tag' }) });
    for (const call of ['serialize~ans104@1.0', 'to~ans104@1.0'])
      expect(await bodyOf(await get(`/${call}`, init))).toBe(bytes);
    expect((await get('/serialize~ans104@1.0', init)).headers.get('content-type')).toBe('application/ans104');
    const body = bytesOf(bytes);
    for (const call of ['deserialize', 'from']) {
      const at = `/~ans104@1.0/${call}`;
      expect(await text(`${at}/some`, { method: 'POST', body })).toBe('Tag');
      expect(await text(`${at}/id`, { method: 'POST', body })).toBe(id);
      expect(await text(`${at}/verify~ans104@1.0`, { method: 'POST', body })).toBe('true');
      expect(await failure(at, { method: 'POST', body: 'no item' })).toBe('400 bad-data-item');
    }
    expect(await failure('/~message@1.0&a=1/serialize~ans104@1.0')).toBe('400 no-data-item');
    expect(await text('/~ans104@1.0/content_type')).toBe('application/ans104');
    expect(await text('/committers/1', init)).toBe(ADDRESS);
    expect(await text('/verify', init)).toBe('true');
  });
});

/** Byte string. */
const bodyOf = async (response: Response): Promise<string> => binaryOf(new Uint8Array(await response.arrayBuffer()));

describe('the wallet of the node', () => {
  it('signs what it is asked to, beside what others have signed', async () => {
    beam = await start({ wallet: TEST_KEY });
    expect(await text('/~message@1.0&a=1/commit&type=signed/committers/1')).toBe(ADDRESS);
    for (const how of [
      'commit&type=signed',
      'commit&alg=rsa-pss-sha512',
      'commit&commitment-device=ans104@1.0',
      'commit~ans104@1.0',
    ])
      expect(await text(`/~message@1.0&a=1/${how}/verify`)).toBe('true');
    expect(await text('/~message@1.0&a=1/commit&type=signed/set&a=2/verify')).toBe('false');
    const wallet = await createWallet();
    const { init } = await wallet.sign(map({ hello: 'world' }));
    const both = JSON.parse(await text('/commit&type=signed/committers/serialize~json@1.0', init)) as object;
    expect(both).toMatchObject({ 1: wallet.address, 2: ADDRESS });
    expect(await text('/commit&type=signed/verify', init)).toBe('true');
    expect(await text('/~meta@1.0/info/address')).toBe(ADDRESS);
    expect(await beam.api.read('/~meta@1.0/info/address')).toBe(ADDRESS);
    expect(await failure('/~message@1.0&a+map=b="c"/commit~ans104@1.0')).toBe('400 no-data-item');
  });
  it(
    'is made by the first signature only, kept over a restart, and readable by its owner alone',
    { timeout: 60_000 },
    async () => {
      beam = await start({ data: folder });
      const stand = await text('/~meta@1.0/info/address');
      expect(stand).toMatch(/^local-scheduler_+$/);
      const sign = '/~message@1.0&a=1/commit&type=signed/committers/1';
      const [address, same] = await Promise.all([text(sign), text(sign)]);
      expect(address).toMatch(/^[\w-]{43}$/);
      expect([same, await text('/~meta@1.0/info/address')]).toEqual([address, address]);
      await open.pop()?.close();
      beam = await start({ data: folder });
      expect(await text('/~meta@1.0/info/address')).toBe(address);
      expect(await text(sign)).toBe(address);
      expect((await stat(path.join(folder, 'log'))).mode & 0o077).toBe(0);
    },
  );
  it('that is given is used instead, and not kept', async () => {
    beam = await start({ data: folder, wallet: TEST_KEY, sign: true });
    expect(await text('/~message@1.0&a=1/commit&type=signed/committers/1')).toBe(ADDRESS);
    expect((await readFile(path.join(folder, 'log'), 'latin1')).includes(TEST_KEY.d)).toBe(false);
    await expect(start({ wallet: { kty: 'RSA' } })).rejects.toMatchObject({ code: 'bad-wallet' });
  });
  it('of two that are made at once, the first is kept by both', async () => {
    const store = createStore(new MemoryKeyValue());
    const [one, two] = [createNodeWallet(store), createNodeWallet(store)];
    expect(await one.address()).toBeUndefined();
    await store.keepWallet(TEST_KEY);
    expect(await store.keepWallet({ ...TEST_KEY, n: 'other' })).toEqual(TEST_KEY);
    expect([(await one.wallet()).address, await two.address()]).toEqual([ADDRESS, ADDRESS]);
  });
  it('is not given out by any path', async () => {
    const kv = await openFileKeyValue(folder);
    await createStore(kv).keepWallet(TEST_KEY);
    await kv.close();
    beam = await start({ data: folder });
    expect(await text('/~message@1.0&a=1/commit&type=signed/committers/1')).toBe(ADDRESS);
    const { d, p, q, dp, dq, qi } = TEST_KEY;
    const secret = [d, p, q, dp, dq, qi].map((part) => part.slice(0, 40));
    const spawned = await beam.api.spawn({ source: 'x = 1' });
    const paths = ['wallet', 'wallet/d', 'priv', 'priv_wallet', 'priv-wallet', 'private', 'keys', 'd', 'jwk'];
    const heads = [
      '',
      '/~meta@1.0/info',
      '/~message@1.0',
      '/~cache@1.0',
      '/wallet',
      '/wallet~process@1.0/now',
      `/${spawned}/now`,
    ];
    const asked = heads.flatMap((head) => paths.map((one) => `${head}/${one}`));
    for (const target of ['wallet', 'priv', 'wallet/d', spawned])
      asked.push(
        `/~cache@1.0/read&target=${target}`,
        `/~cache@1.0/list&target=${target}`,
        `/~lookup@1.0/read&target=${target}`,
      );
    asked.push(
      '/~meta@1.0/info',
      '/~meta@1.0/info/serialize~json@1.0',
      '/~scheduler@1.0/status',
      `/${spawned}/now/serialize~json@1.0`,
    );
    asked.push(
      '/~message@1.0&a=1/commit&type=signed',
      '/~message@1.0&a=1/commit&type=signed/commitments/serialize~json@1.0',
    );
    asked.push(`/${spawned}~process@1.0/schedule`, `/${spawned}~process@1.0/snapshot`);
    for (const at of asked) {
      const answer = await get(at);
      const shown = JSON.stringify([...answer.headers]) + (await bodyOf(answer));
      for (const part of secret) expect(shown.includes(part), at).toBe(false);
    }
    const lists = JSON.stringify([await beam.api.list(), await beam.api.read('/~meta@1.0/info')]);
    for (const part of secret) expect(lists).not.toContain(part);
  });
  it('does not sign for programs', async () => {
    beam = await start({ wallet: TEST_KEY, fixtures: true });
    const id = 'lib'.padEnd(43, '-');
    const body = `function f() local _, value = ao.resolve({ path = '/~message@1.0&a=1/commit&type=signed/committers/1' })
      return type(value) end`;
    const message = { 'content-type': 'application/lua', body };
    await get('/~pocketbeam@1.0/store', { method: 'POST', body: JSON.stringify({ id, message }) });
    expect(await text(`/~lua@5.3a&module=${id}/f`)).not.toContain('string');
  });
});

describe('signed answers', () => {
  beforeEach(async () => {
    beam = await start({ wallet: TEST_KEY, sign: true });
  });

  /** The fields that the node has signed. */
  async function signedFields(response: Response): Promise<string[]> {
    const headers = new Map(response.headers);
    const [signature, ...more] = parseSignatures(headers.get('signature'), headers.get('signature-input'));
    if (!signature || more.length) throw new Error('not one signature');
    await decodeHttp({ headers, body: await bodyOf(response) });
    expect(await verifySignature(signature, headers)).toBe(true);
    expect(signature.keyid).toBe(TEST_KEY.n);
    return signature.fields;
  }

  it('carry a signature over their message', async () => {
    expect(await signedFields(await get('/~message@1.0&tree=oak/tree'))).toEqual([
      ...['ao-result', 'ao-types', 'content-digest', 'status'],
    ]);
    expect(await signedFields(await get('/~message@1.0&n+integer=1&deep+map=a="b"/set&x=y'))).not.toContain(
      'body-keys',
    );
    expect(await signedFields(await get('/~message@1.0&a=1/nothing'))).toContain('status');
    expect(await signedFields(await get('/~message@1.0&a=1/serialize~json@1.0'))).toContain('content-type');
    expect((await get('/~nope@1.0/x')).headers.has('signature')).toBe(false);
    expect((await get('/~message@1.0&a=1/a', { method: 'OPTIONS' })).headers.has('signature')).toBe(false);
  });
  it('keep their etag', async () => {
    const [one, two] = [await get('/~message@1.0&a=1/a'), await get('/~message@1.0&a=1/a')];
    expect(one.headers.get('signature')).not.toBe(two.headers.get('signature'));
    const etag = one.headers.get('etag') ?? '';
    expect(two.headers.get('etag')).toBe(etag);
    const again = await get('/~message@1.0&a=1/a', { headers: { 'if-none-match': etag } });
    expect([again.status, again.headers.has('signature')]).toEqual([304, false]);
    const plain = await start();
    const unsigned = await plain.handle(new Request('http://node.test/~message@1.0&a=1/a'));
    expect([unsigned?.headers.get('etag'), unsigned?.headers.has('signature')]).toEqual([etag, false]);
  });
  it('hold assignments that the node has signed, once and for all', async () => {
    const process = await beam.api.spawn({ source: 'x = 1' });
    const { init } = await signedItem({ target: process, data: 'x' });
    const posted = await get(`/${process}~process@1.0/schedule`, init);
    expect(posted.headers.get('slot')).toBe('1');
    await signedFields(posted);
    const at = `/${process}~process@1.0/schedule`;
    const [page, again] = [await get(at), await get(at)];
    expect(page.headers.get('etag')).toBe(again.headers.get('etag'));
    const schedule = (await decodeHttp({ headers: new Map(page.headers), body: await bodyOf(page) })).get(
      'assignments',
    );
    for (const slot of ['0', '1']) {
      const assignment = isMap(schedule) ? schedule.get(slot) : undefined;
      if (!isMap(assignment)) throw new Error('no assignment');
      const identity = await identify(assignment);
      expect([identity.signers, await identity.verify()]).toEqual([[ADDRESS], true]);
    }
    const aos = JSON.parse(await text(at, { headers: { accept: 'application/aos-2' } })) as {
      edges: { node: { assignment: { Owner: string; Signature: string } } }[];
    };
    for (const { node } of aos.edges) {
      expect(node.assignment.Owner).toBe(ADDRESS);
      expect(node.assignment.Signature).toHaveLength(683);
    }
  });
});

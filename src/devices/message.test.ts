import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWallet, type SignedRequest, type Wallet } from '../../e2e/support/sign.ts';
import { createTestNode, map, type TestNode } from '../../e2e/support/test-node.ts';
import { unsignedId } from '../codecs/message-id.ts';
import { binaryOf } from '../core/value.ts';

const ID = 'MsgDeviceTest-0123456789012345678901234567_';
const message = map({ colour: 'teal', deep: map({ shade: map({ n: 4 }) }), list: ['x', 'y'], keys: 'data' });

let node: TestNode;
beforeEach(async () => {
  node = createTestNode();
  await node.store.putMessage(ID, message);
});

describe('keys, get, set, remove', () => {
  it('get gives the value of a key, of a path of keys, and of a key that is the name of a function', async () => {
    expect(await node.text(`/${ID}/get&key=colour`)).toBe('teal');
    expect(await node.text(`/${ID}/get&target=Colour`)).toBe('teal');
    expect(await node.text(`/${ID}/get?target=list/2`)).toBe('y');
    expect(await node.text(`/${ID}/get?key=deep/shade/n`)).toBe('4');
    expect(await node.text(`/${ID}/get&key=deep/shade/n`)).toBe('4');
    expect(await node.text(`/${ID}/get&key=keys`)).toBe('data');
    expect(await node.text(`/${ID}/KEYS`)).toBe('data');
    expect((await node.fetch(`/${ID}/get&key=nowhere`)).status).toBe(404);
    expect(await node.failure(`/${ID}/get`)).toBe('400 missing-parameter');
  });
  it('keys lists the names, of a list its numbers, of a leaf nothing', async () => {
    expect(await node.json(`/${ID}/keys`)).toEqual({ '1': 'colour', '2': 'deep', '3': 'keys', '4': 'list' });
    expect(await node.json(`/${ID}/list/keys`)).toEqual({ '1': '1', '2': '2' });
    expect((await node.fetch(`/${ID}/colour/keys`)).status).toBe(404);
  });
  it('set merges deeply, typed values too, and takes `unset` as text', async () => {
    const body = '{"deep":{"shade":{"m":5}},"colour":"unset","gone":null,"share":0.5,"items":[1,"two"]}';
    const set = await node.json(`/${ID}/set&deep=(/~json@1.0/deserialize/deep)&flag+atom=true&share+float=0.5`, {
      method: 'POST',
      body,
    });
    expect(set).toMatchObject({ deep: { shade: { n: 4, m: 5 } }, flag: true, share: 0.5, colour: 'teal' });
    expect(await node.text(`/${ID}/set&colour=unset/colour`)).toBe('unset');
    expect(await node.json(`/${ID}/set&list+list=1,2/get&key=list`)).toEqual({ '1': 1, '2': 2 });
    expect(await node.text(`/${ID}/set&Colour=red/colour`)).toBe('red');
  });
  it('remove leaves out one key or several', async () => {
    expect(await node.json(`/${ID}/remove&item=DEEP`)).toEqual({ colour: 'teal', keys: 'data', list: ['x', 'y'] });
    for (const items of ['items+list="deep","list"', 'items=deep,%20list'])
      expect(await node.json(`/${ID}/remove&${items}`)).toEqual({ colour: 'teal', keys: 'data' });
    expect(await node.json(`/${ID}/list/remove&item=1`)).toEqual({ '2': 'y' });
    expect(await node.json(`/${ID}/remove&item=nowhere/keys/4`)).toMatchObject({ body: 'list' });
    expect(await node.failure(`/${ID}/remove`)).toBe('400 missing-parameter');
    expect((await node.fetch(`/${ID}/colour/remove&item=x`)).status).toBe(404);
  });
});

describe('ids and commitments', () => {
  let wallet: Wallet;
  let signed: SignedRequest;
  beforeAll(async () => {
    wallet = await createWallet();
    signed = await wallet.sign(map({ verse: 'one', n: 3, inner: map({ deep: 'yes' }), none: '' }));
  });

  it('an unsigned message has its unsigned id, whoever is asked for', async () => {
    const wanted = await unsignedId(message);
    for (const who of ['', '&committers=all', '&committers=none']) {
      expect(await node.text(`/${ID}/id${who}`)).toBe(wanted);
    }
    expect((await node.fetch(`/${ID}/id&committers=${wallet.address}`)).status).toBe(404);
    expect((await node.fetch(`/${ID}/colour/id`)).status).toBe(404);
  });
  it('a signed message has that of its signature', async () => {
    for (const who of ['', '&committers=all', `&committers=${wallet.address}`, `&committers+list="${wallet.address}"`])
      expect(await node.text(`/id${who}`, signed.init)).toBe(signed.id);
    const unsigned = await node.text('/id&committers=none', signed.init);
    expect(unsigned).toMatch(/^[\w-]{43}$/);
    expect(unsigned).not.toBe(signed.id);
  });
  it('committers are the addresses of the signers', async () => {
    expect(await node.json('/committers', signed.init)).toEqual({ '1': wallet.address });
    expect(await node.json(`/${ID}/committers`)).toEqual({});
  });
  it('committed are the keys that a signature covers, wherever they travel', async () => {
    const keys = await node.json('/committed', signed.init);
    expect(Object.values(keys as object)).toEqual(expect.arrayContaining(['inner', 'n', 'none', 'verse']));
    expect(Object.values(keys as object)).not.toContain('method');
    expect(Object.values((await node.json(`/${ID}/committed`)) as object)).toEqual(['colour', 'deep', 'keys', 'list']);
  });
  it('verify says whether the signatures hold', async () => {
    expect(await node.text('/verify', signed.init)).toBe('true');
    expect(await node.text(`/verify&committers=${wallet.address}`, signed.init)).toBe('true');
    expect(await node.text('/verify&committers=none', signed.init)).toBe('true');
    expect(await node.text(`/verify&committers=${ID}`, signed.init)).toBe('false');
    expect(await node.text(`/${ID}/verify`)).toBe('true');
    const tampered = { ...signed.init, headers: { ...signed.init.headers, verse: 'two' } };
    expect(await node.text('/verify', tampered)).toBe('false');
    expect((await node.fetch(`/${ID}/colour/verify`)).status).toBe(404);
  });
  it('two signers count both', async () => {
    const other = await createWallet();
    const second = await other.sign(map({ verse: 'one', n: 3, inner: map({ deep: 'yes' }), none: '' }));
    const headers = { ...signed.init.headers };
    for (const name of ['signature', 'signature-input'])
      headers[name] = `${headers[name]}, ${second.init.headers[name]?.replace('sig=', 'other=')}`;
    const both = { ...signed.init, headers };
    expect(await node.text('/verify', both)).toBe('true');
    expect(await node.json('/committers', both)).toEqual({ '1': wallet.address, '2': other.address });
    expect(await node.text(`/id&committers=${other.address}`, both)).toBe(second.id);
    const all = await node.text('/id', both);
    expect([signed.id, second.id]).not.toContain(all);
    expect(await node.text(`/id&committers=${other.address},${wallet.address}`, both)).toBe(all);
    expect(await node.text(`/verify&committers=${other.address}`, both)).toBe('true');
  });
  it('commit adds an hmac that breaks with any change of what it covers', async () => {
    const id = await unsignedId(message);
    const commitment = `/${ID}/commit/commitments/${id}`;
    expect(await node.json(commitment)).toMatchObject({ alg: 'hmac-sha256', 'commitment-device': 'httpsig@1.0' });
    expect(await node.text(`/${ID}/commit/id`)).toBe(id);
    expect(await node.text(`/${ID}/commit/verify`)).toBe('true');
    expect(await node.text(`/${ID}/commit/remove&item=colour/verify`)).toBe('false');
    expect(await node.text(`/${ID}/commit/set&colour=red/verify`)).toBe('false');
    const grown = `/${ID}/commit/set&more=1`;
    expect(await node.text(`${grown}/verify`)).toBe('true');
    expect(Object.values((await node.json(`${grown}/committed`)) as object)).not.toContain('more');
  });
  it('commit keeps the signatures, which still hold', async () => {
    expect(await node.text('/commit/verify', signed.init)).toBe('true');
    expect(await node.json('/commit/committers', signed.init)).toEqual({ '1': wallet.address });
  });
  it('commit knows only what it can sign with', async () => {
    for (const how of ['alg=ed25519', 'commitment-device=ans104@1.0&alg=rsa-pss-sha512', 'commitment-device=zip@1.0'])
      expect(await node.failure(`/${ID}/commit&${how}`)).toBe('501 not-implemented');
    expect((await node.fetch(`/${ID}/colour/commit`)).status).toBe(404);
  });
});

describe('where a real node fails', () => {
  const calls = ['get&key=colour', 'remove&item=colour', 'id', 'verify', 'info', 'test'];

  it('answers in the default mode, and says so', async () => {
    await node.store.putMessage(ID, map({ colour: 'teal', info: 'shown', test: 'too' }));
    for (const call of calls) {
      const response = await node.fetch(`/${ID}/${call}`);
      expect([call, response.status]).toEqual([call, 200]);
      expect(response.headers.get('pocketbeam-diagnostic')).toContain('reserved-key');
    }
    expect(await node.text(`/${ID}/info`)).toBe('shown');
  });
  it('fails in strict, where upper case reads the data', async () => {
    const strict = createTestNode({ strict: true });
    await strict.store.putMessage(ID, map({ id: 'own', verify: 'mine', colour: 'teal' }));
    for (const call of calls) expect(await strict.failure(`/${ID}/${call}`)).toBe('500 node-defect');
    expect(await strict.text(`/${ID}/ID`)).toBe('own');
    expect(await strict.text(`/${ID}/VERIFY`)).toBe('mine');
    expect((await strict.fetch(`/${ID}/keys`)).status).toBe(200);
  });
});

it('bytes stay what they are through id and commit', async () => {
  const bytes = map({ raw: binaryOf(new Uint8Array([0, 255, 10, 13])), colour: 'é' });
  await node.store.putMessage(ID, bytes);
  expect(await node.text(`/${ID}/id`)).toBe(await unsignedId(bytes));
  expect(await node.text(`/${ID}/commit/verify`)).toBe('true');
});

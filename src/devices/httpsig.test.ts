import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWallet, type SignedRequest, type Wallet } from '../../e2e/support/sign.ts';
import { createTestNode, map, type TestNode } from '../../e2e/support/test-node.ts';

const ID = 'HttpsigTest-0123456789012345678901234567_ab';
const message = map({ plain: 'word', n: 5, in: map({ a: 'b', long: 'x'.repeat(5000) }), lines: 'one\r\n\r\ntwo' });

let node: TestNode;
beforeEach(async () => {
  node = createTestNode();
  await node.store.putMessage(ID, message);
});

describe('as HTTP', () => {
  it('serialize writes headers, an empty line and the body; deserialize reads it', async () => {
    const text = await node.text(`/${ID}/serialize~httpsig@1.0`);
    expect(text.startsWith('ao-types: n="integer"\r\nbody-keys: "in", "in/long", "lines"\r\n')).toBe(true);
    expect(text.includes('\r\nplain: word\r\n\r\n--')).toBe(true);
    const body = Buffer.from(text, 'latin1');
    const back = await node.json('/~httpsig@1.0/deserialize', { method: 'POST', body });
    expect(back).toMatchObject({ plain: 'word', n: 5, lines: 'one\r\n\r\ntwo', in: { a: 'b' } });
    expect((await node.fetch(`/${ID}/nowhere/serialize~httpsig@1.0`)).status).toBe(404);
  });
  it('reads texts of others, without a body too', async () => {
    const read = (body: string): Promise<unknown> => node.json('/~httpsig@1.0/deserialize', { method: 'POST', body });
    expect(await read('Kind: lemon\nn: 4\nao-types: n="integer"')).toEqual({ kind: 'lemon', n: 4 });
    expect(await read('kind: lemon\n\nfirst\n\nsecond')).toEqual({ kind: 'lemon', body: 'first\n\nsecond' });
    expect(await node.failure('/~httpsig@1.0/deserialize', { method: 'POST', body: 'no header' })).toBe('400 bad-http');
  });
  it('to and from go by a map', async () => {
    expect(await node.text(`/${ID}/to~httpsig@1.0/headers/plain`)).toBe('word');
    expect(await node.json(`/${ID}/to~httpsig@1.0/from~httpsig@1.0/in`)).toMatchObject({ a: 'b' });
    expect(await node.text(`/${ID}/to~httpsig@1.0/from~httpsig@1.0/n`)).toBe('5');
    expect(await node.text(`/${ID}/plain/to~httpsig@1.0/body`)).toBe('word');
    for (const call of ['nowhere/to', 'nowhere/from', 'plain/from'])
      expect((await node.fetch(`/${ID}/${call}~httpsig@1.0`)).status).toBe(404);
  });
});

describe('commitments', () => {
  let wallet: Wallet;
  let signed: SignedRequest;
  beforeAll(async () => {
    wallet = await createWallet();
    signed = await wallet.sign(map({ fruit: 'lime', count: 2 }));
  });

  it('works in strict as well, where message@1.0 fails as the node does', async () => {
    for (const strict of [false, true]) {
      const any = createTestNode({ strict });
      expect(await any.text('/id~httpsig@1.0', signed.init)).toBe(signed.id);
      expect(await any.json('/verify~httpsig@1.0', signed.init)).toMatchObject({ body: true });
      expect(await any.json('/committers~httpsig@1.0', signed.init)).toEqual({ '1': wallet.address });
      const keys = Object.values((await any.json('/committed~httpsig@1.0', signed.init)) as object);
      expect(keys).toEqual(expect.arrayContaining(['count', 'fruit']));
    }
  });
  it('commit adds an hmac', async () => {
    expect(await node.text(`/${ID}/commit~httpsig@1.0/verify~httpsig@1.0`)).toBe('true');
    expect(await node.failure(`/${ID}/commit~httpsig@1.0&alg=ed25519`)).toBe('501 not-implemented');
  });
});

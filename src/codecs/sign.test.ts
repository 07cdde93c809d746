/** Messages signed by our wallets are those that our own decoder believes. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWallet, signedItem, TEST_KEY } from '../../e2e/support/sign.ts';
import type { Wallet } from '../core/ports/wallet.ts';
import { binary, binaryOf, isMap, type MapValue, type Message, type Value } from '../core/value.ts';
import { originalTags } from './ans104-message.ts';
import { identify } from './commitments.ts';
import { committedKeys, commitmentsHold, commitUnsigned } from './committed.ts';
import { base64url, fromBase64url, sha256 } from './digest.ts';
import { decodeRequest } from './request.ts';
import { signAsItem, signMessage } from './sign.ts';
import { parseSignatures } from './signatures.ts';
import { generateJwk, openWallet, readJwk } from './wallet.ts';

const map = (entries: Record<string, Value>): MapValue => new Map(Object.entries(entries));
const message = map({
  ...{ type: 'Message', n: 7, f: 2.5, ok: true, none: '', list: ['a', 1], authority: 'host', 'quoted "key"': 'v' },
  ...{ deep: map({ er: 'x', n: 1 }), data: 'line\nline', path: 'inbox' },
});

let mine: Wallet;
let other: Wallet;
beforeAll(async () => {
  mine = await openWallet(TEST_KEY);
  other = await openWallet(await generateJwk(2048));
});

const commitmentsOf = (one: Message): [string, MapValue][] => {
  const commitments = one.get('commitments');
  return isMap(commitments) ? [...commitments].filter((entry): entry is [string, MapValue] => isMap(entry[1])) : [];
};

describe('a signed message', () => {
  it('holds, under the hash of its signature, by the name that the address gives', async () => {
    const signed = await signMessage(message, mine);
    const identity = await identify(signed);
    expect(identity).toMatchObject({ signed: true, signers: [mine.address] });
    expect(await identity.verify()).toBe(true);
    expect(mine.address).toBe(base64url(await sha256(fromBase64url(TEST_KEY.n) ?? '')));
    const [[id, commitment] = ['', map({})], [hmacId, hmac] = ['', map({})]] = commitmentsOf(signed);
    expect([id, hmacId]).toEqual([identity.id, identity.unsignedId]);
    expect(hmac.get('alg')).toBe('hmac-sha256');
    expect(commitment.get('alg')).toBe('rsa-pss-sha512');
    const [signature] = parseSignatures(
      ...(['signature', 'signature-input'].map((key) => String(commitment.get(key))) as [string, string]),
    );
    const address = Buffer.from(mine.address, 'base64url');
    expect(signature?.label).toBe(`http-sig-${address.subarray(1, 9).toString('hex')}`);
    expect(signature?.fields).toEqual([...(signature?.fields ?? [])].sort());
    expect(signature?.params).toContain('"@authority" ');
    expect(signature?.params).toContain('"@path"');
    expect(signature?.bytes).toHaveLength(512);
    expect(id).toBe(base64url(await sha256(signature?.bytes ?? '')));
  });
  it('breaks with any key that is changed or gone', async () => {
    const signed = await signMessage(message, mine);
    for (const key of message.keys()) {
      const gone = new Map(signed);
      gone.delete(key);
      expect(await commitmentsHold(gone), key).toBe(false);
      expect(await commitmentsHold(new Map(signed).set(key, 'changed')), key).toBe(false);
    }
    expect(await committedKeys(signed)).toEqual([...message.keys()].sort());
    expect(await committedKeys(new Map(signed).set('more', 'x'))).not.toContain('more');
  });
  it('may carry several signatures, one of each key', async () => {
    const twice = await signMessage(await signMessage(await commitUnsigned(message), mine), other);
    const { signers, id, verify } = await identify(twice);
    expect(signers).toEqual([mine.address, other.address]);
    expect(await verify()).toBe(true);
    const ids = commitmentsOf(twice).filter(([, one]) => one.has('committer'));
    expect(id).toBe(
      base64url(
        await sha256(
          ids
            .map(([one]) => one)
            .sort()
            .join(', '),
        ),
      ),
    );
    const again = await signMessage(twice, mine);
    expect((await identify(again)).signers).toEqual([other.address, mine.address]);
    expect(await commitmentsHold(new Map(again).set('n', 8))).toBe(false);
    const both = await signAsItem(map({ a: 'b', data: 'd' }), mine);
    const mixed = await signMessage(both, mine);
    expect((await identify(mixed)).signers).toEqual([mine.address, mine.address]);
    expect(await commitmentsHold(mixed)).toBe(true);
    expect(await commitmentsHold(new Map(mixed).set('data', 'e'))).toBe(false);
  });
  it('comes over HTTP with the same id', async () => {
    const wallet = await createWallet();
    const { id, init } = await wallet.sign(map({ type: 'Message', data: 'x', n: 1 }));
    const { identity, committed } = await decodeRequest({
      method: 'POST',
      path: '/',
      headers: Object.entries(init.headers),
      body: init.body ?? '',
    });
    expect(identity).toMatchObject({ id, signers: [wallet.address] });
    expect(await identity.verify()).toBe(true);
    expect(committed.get('n')).toBe(1);
  });
});

describe('a message signed as a data item', () => {
  it('holds in memory, with its typed keys, and breaks with any change', async () => {
    const flat = map({ ...{ action: 'Ping', n: 7, ok: true, list: ['a', 1], none: '' }, data: 'bytes\0' });
    const signed = await signAsItem(flat.set('target', mine.address).set('anchor', 'a'.repeat(32)), mine);
    expect(await commitmentsHold(signed)).toBe(true);
    for (const key of flat.keys()) {
      const gone = new Map(signed);
      gone.delete(key);
      expect(await commitmentsHold(gone), key).toBe(false);
      expect(await commitmentsHold(new Map(signed).set(key, 'x')), key).toBe(false);
    }
    expect(await committedKeys(new Map(signed).set('more', 'x'))).toEqual([...flat.keys()].sort());
    for (const key of ['signature', 'keyid', 'original-tags', 'alg']) {
      const [[id, commitment] = ['', map({})]] = commitmentsOf(signed);
      const forged = map({ [id]: new Map(commitment).set(key, 'forged') });
      expect(await commitmentsHold(new Map(signed).set('commitments', forged)), key).toBe(false);
    }
  });
  it.each([
    ['a nested map', { deep: map({ a: 'b' }) }],
    ['a target that is no id', { target: 'nobody' }],
    ['an anchor of another size', { anchor: 'a' }],
    ['data that is no binary', { data: 5 }],
  ])('cannot have %s', async (_, keys) => {
    await expect(signAsItem(map(keys), mine)).rejects.toMatchObject({ code: 'no-data-item', status: 400 });
  });
});

describe('a data item that comes as a request', () => {
  const post = async (
    given: Parameters<typeof signedItem>[0],
    headers: Record<string, string> = { 'content-type': 'application/ans104' },
  ) => {
    const { id, bytes } = await signedItem(given, mine);
    return {
      id,
      ...(await decodeRequest({ method: 'POST', path: '/x', headers: Object.entries(headers), body: bytes })),
    };
  };

  it('gives its tags as keys, the last of a name, and keeps them as they came', async () => {
    const tags = [
      { name: 'Action', value: 'First' },
      { name: 'X-Nümber', value: '4' },
      { name: 'action', value: 'Last' },
      { name: 'Target', value: 'a tag only' },
      { name: 'commitments', value: 'claims' },
      { name: '__proto__', value: 'data' },
    ].map(({ name, value }) => ({ name: binary(name), value }));
    const anchor = '0'.repeat(31) + '7';
    const { id, committed, message: asked, identity } = await post({ tags, target: mine.address, anchor, data: 'hi' });
    expect(identity).toMatchObject({ id, signers: [mine.address] });
    expect(await identity.verify()).toBe(true);
    const { commitments, ...keys } = Object.fromEntries(committed);
    expect(commitments).toBe(identity.commitments);
    expect(new Map(Object.entries(keys).filter(([key]) => key !== '__proto__'))).toEqual(
      new Map([
        ...[
          ['action', 'Last'],
          [binary('x-nümber'), '4'],
          ['target', mine.address],
          ['anchor', anchor],
          ['data', 'hi'],
        ],
      ] as [string, string][]),
    );
    expect(committed.get('__proto__')).toBe('data');
    expect(originalTags(committed)).toEqual(tags);
    expect([asked.get('method'), asked.get('path')]).toEqual(['POST', '/x']);
    expect(await commitmentsHold(committed)).toBe(true);
  });
  it('is typed by a tag ao-types, has only the fields that it has, and anchors of bytes in base64url', async () => {
    const typed = await post({
      tags: [
        { name: 'N', value: '5' },
        { name: 'ao-types', value: 'n="integer"' },
      ],
    });
    expect(typed.committed.get('n')).toBe(5);
    expect([...typed.committed.keys()]).toEqual(['n', 'commitments']);
    const anchor = binaryOf(Uint8Array.from({ length: 32 }, (_, i) => i * 8));
    expect((await post({ anchor })).committed.get('anchor')).toBe(base64url(anchor));
    await expect(
      post({
        tags: [
          { name: 'ao-types', value: 'n="nothing"' },
          { name: 'n', value: '' },
        ],
      }),
    ).rejects.toMatchObject({ status: 400, code: 'bad-type' });
  });
  it('is known by its codec or its content type, and headers beside it mean nothing', async () => {
    for (const headers of <Record<string, string>[]>[
      { 'codec-device': 'ans104@1.0', 'x-more': 'no' },
      { 'content-type': 'application/ans104; v=1', signature: 'garbage' },
    ])
      expect([...(await post({ data: 'd' }, headers)).committed.keys()]).toEqual(['data', 'commitments']);
    const { bytes } = await signedItem({ data: 'd' }, mine);
    const bad = (headers: Record<string, string>, body: string): Promise<unknown> =>
      decodeRequest({ method: 'POST', path: '/', headers: Object.entries(headers), body });
    const item = { 'codec-device': 'ans104@1.0' };
    await expect(bad(item, '')).rejects.toMatchObject({ status: 400, code: 'bad-data-item' });
    await expect(bad(item, bytes.slice(0, 900))).rejects.toMatchObject({ status: 400, code: 'bad-data-item' });
    await expect(bad({ ...item, 'content-digest': 'sha-256=:AAAA:' }, bytes)).rejects.toMatchObject({
      code: 'bad-digest',
    });
  });
  it('verifies again from memory, whatever its tags are', async () => {
    const text = (least: number): fc.Arbitrary<string> =>
      fc.uint8Array({ minLength: least, maxLength: 50 }).map(binaryOf);
    const tags = fc.array(fc.record({ name: text(1), value: text(0) }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(tags, text(0), async (list, data) => {
        const safe = list.filter(({ name }) => name.toLowerCase() !== 'ao-types');
        const { committed, id } = await post({ tags: safe, data });
        const identity = await identify(committed);
        expect([identity.id, await identity.verify(), originalTags(committed)]).toEqual([id, true, safe]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a wallet', () => {
  it.each([
    ['no object', 'key'],
    ['nothing', null],
    ['a public key', { kty: 'RSA', n: TEST_KEY.n, e: 'AQAB' }],
    ['another exponent', { ...TEST_KEY, e: 'Aw' }],
    ['another kind', { ...TEST_KEY, kty: 'EC' }],
    ['a short modulus', { ...TEST_KEY, n: 'AAAA' }],
  ])('is not %s', (_, jwk) => {
    expect(() => readJwk(jwk)).toThrow(expect.objectContaining({ code: 'bad-wallet', status: 400 }));
  });
  it('is not numbers that make no key, nor is what it says beside them minded', async () => {
    await expect(openWallet({ ...TEST_KEY, n: TEST_KEY.n.replace(/^../, 'zz') })).rejects.toMatchObject({
      code: 'bad-wallet',
    });
    const exported = { ...TEST_KEY, alg: 'PS256', key_ops: ['verify'], use: 'enc' };
    expect(Object.keys(readJwk(exported)).sort()).toEqual(Object.keys(TEST_KEY).sort());
  });
});

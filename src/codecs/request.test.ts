import { beforeAll, describe, expect, it } from 'vitest';
import { bytesOf, binaryOf, isMap, type Message, type Value } from '../core/value.ts';
import { identify } from './commitments.ts';
import { base64, base64url, sha256 } from './digest.ts';
import { encodeHttp } from './httpsig.ts';
import { fieldsOf, unsignedId } from './message-id.ts';
import { decodeRequest, type WireRequest } from './request.ts';
import { componentOf, signatureBase } from './signature-base.ts';

/** The message without its commitments. */
function withoutCommitments(message: Message): Message {
  const bare = new Map(message);
  bare.delete('commitments');
  return bare;
}

const map = (entries: Record<string, Value>): Message => new Map(Object.entries(entries));
const algorithm = { name: 'RSA-PSS', hash: 'SHA-512', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };

interface Signer {
  key: CryptoKey;
  keyid: string;
  address: string;
}

async function newSigner(): Promise<Signer> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const { n = '' } = await crypto.subtle.exportKey('jwk', publicKey);
  return { key: privateKey, keyid: n, address: base64url(await sha256(binaryOf(Buffer.from(n, 'base64url')))) };
}

let signers: Signer[] = [];
beforeAll(async () => {
  signers = [await newSigner(), await newSigner()];
});

interface Signing {
  by?: number[];
  /** The fields to sign, if not all. */
  only?: string[];
  alg?: string;
}

/** A signed request that carries `message`. */
async function sign(message: Message, { by = [0], only, alg = 'rsa-pss-sha512' }: Signing = {}) {
  const { headers, body = '' } = await encodeHttp(message);
  const fields = await fieldsOf(message);
  const names = only ?? [...fields.keys()].sort();
  const ids: string[] = [];
  const values: string[] = [];
  const inputs: string[] = [];
  for (const [i, which] of by.entries()) {
    const { key, keyid } = signers[which]!;
    const params = `(${names.map((name) => `"${componentOf(name)}"`).join(' ')});alg="${alg}";keyid="${keyid}"`;
    const base = signatureBase(fields, names, params) ?? '';
    const signed = await crypto.subtle.sign({ name: 'RSA-PSS', saltLength: 64 }, key, bytesOf(base));
    const bytes = binaryOf(new Uint8Array(signed));
    ids.push(base64url(await sha256(bytes)));
    values.push(`sig-${i}=:${base64(bytes)}:`);
    inputs.push(`sig-${i}=${params}`);
  }
  headers.set('signature', values.join(', ')).set('signature-input', inputs.join(', '));
  const request: WireRequest & { headers: Map<string, string> } = { method: 'POST', path: '/x?y', headers, body };
  return { request, ids };
}

const given = map({ target: 't', n: 2, sub: map({ x: 'y' }), data: 'payload', status: 7, authority: ['a', 'b'] });

describe('a signed request', () => {
  it('is what was signed, with its ids and signers', async () => {
    const { request, ids } = await sign(given);
    const { message, committed, identity } = await decodeRequest(request);
    expect(identity).toMatchObject({ signed: true, id: ids[0], signers: [signers[0]!.address] });
    expect(await identity.verify()).toBe(true);
    const bare = withoutCommitments(committed);
    bare.delete('content-type');
    bare.delete('inline-body-key');
    expect(bare).toEqual(given);
    expect(new Map([...message].filter(([key]) => key !== 'method' && key !== 'path'))).toEqual(committed);
    expect([message.get('method'), message.get('path')]).toEqual(['POST', '/x?y']);
    expect(identity.unsignedId).toBe(await unsignedId(withoutCommitments(committed)));
    expect(committed.get('commitments')).toEqual(identity.commitments);
  });
  it('has an id over all its signatures', async () => {
    const { request, ids } = await sign(given, { by: [0, 1] });
    const { committed, identity } = await decodeRequest(request);
    expect(identity.id).toBe(base64url(await sha256([...ids].sort().join(', '))));
    expect(identity.signers).toEqual(signers.map(({ address }) => address));
    expect(identity.commitments.size).toBe(3);
    expect(await identity.verify()).toBe(true);
    const again = await identify(committed);
    expect(again.commitments).toEqual(identity.commitments);
    expect(await again.verify()).toBe(true);
  });
  it('is invalid once one of several signatures is', async () => {
    const { request } = await sign(given, { by: [0, 1] });
    const other = await sign(map({ other: 'x' }));
    const [first = ''] = other.request.headers.get('signature')?.split(', ') ?? [];
    const [, second = ''] = request.headers.get('signature')?.split(', ') ?? [];
    request.headers.set('signature', `${first}, ${second}`);
    expect(await (await decodeRequest(request)).identity.verify()).toBe(false);
  });
  it('loses what the signature does not cover, types included', async () => {
    const { request } = await sign(given, { only: ['target', 'n'] });
    request.headers.set('extra', 'x').set('inline-body-key', 'target');
    const { message, committed, identity } = await decodeRequest(request);
    expect(withoutCommitments(committed)).toEqual(map({ target: 't', n: '2' }));
    expect([...message.keys()].sort()).toEqual(['commitments', 'method', 'n', 'path', 'target']);
    expect(await identity.verify()).toBe(true);
  });
  it('reads its body as bytes if the content type is not covered', async () => {
    const { request } = await sign(map({ data: 'x' }), { only: ['content-digest'] });
    request.headers.set('content-type', 'multipart/form-data; boundary="B"');
    expect(withoutCommitments((await decodeRequest(request)).committed)).toEqual(map({ body: 'x' }));
  });
  it('takes path and method from headers only if they are signed', async () => {
    const signed = await sign(map({ path: '/mine', method: 'PATCH', a: 'b' }));
    const { message, identity } = await decodeRequest(signed.request);
    expect([message.get('path'), message.get('method')]).toEqual(['/mine', 'PATCH']);
    expect(await identity.verify()).toBe(true);
    const loose = await sign(map({ a: 'b' }));
    loose.request.headers.set('path', '/forged');
    expect((await decodeRequest(loose.request)).message.get('path')).toBe('/x?y');
  });
  it.for(['target', 'n', 'content-digest', 'ao-types', 'data'])(
    'is invalid without its %s, or refused',
    async (name) => {
      const { request } = await sign(given);
      request.headers.delete(name);
      if (name === 'data') request.body = `${request.body} `;
      const decoded = decodeRequest(request);
      if (name === 'data') await expect(decoded).rejects.toMatchObject({ code: 'bad-digest' });
      else expect(await (await decoded).identity.verify()).toBe(false);
    },
  );
  it('is invalid in algorithms that are not ours, and with keys that are none', async () => {
    const foreign = await sign(given, { alg: 'ed25519' });
    expect(await (await decodeRequest(foreign.request)).identity.verify()).toBe(false);
    for (const keyid of ['', '!', 'AAAA']) {
      const { request } = await sign(given);
      const input = request.headers.get('signature-input')!.replace(/keyid="[^"]*"/, `keyid="${keyid}"`);
      request.headers.set('signature-input', input);
      expect(await (await decodeRequest(request)).identity.verify()).toBe(false);
    }
  });
  it.for([
    ['signature', undefined],
    ['signature-input', undefined],
    ['signature', 'sig-0="text"'],
    ['signature', 'other=:AAAA:'],
    ['signature-input', 'sig-0="text"'],
  ])('is refused when its %s is %s', async ([name, value]) => {
    const { request } = await sign(given);
    if (value === undefined) request.headers.delete(name!);
    else request.headers.set(name!, value);
    await expect(decodeRequest(request)).rejects.toMatchObject({ code: 'bad-signature', status: 400 });
  });
});

describe('an unsigned request', () => {
  const request: WireRequest = {
    method: 'GET',
    path: '/a',
    headers: [
      ['Host', 'h'],
      ['X', '1'],
      ['x', '2'],
      ['path', '/forged'],
      ['sec-fetch-mode', 'cors'],
      ['commitments', 'forged'],
    ],
  };
  it('is committed to by an hmac, and schedules without its transport', async () => {
    const { message, committed, identity } = await decodeRequest(request);
    expect(identity).toMatchObject({ signed: false, signers: [], id: identity.unsignedId });
    expect(identity.id).toBe(await unsignedId(map({ host: 'h', x: '1, 2', 'sec-fetch-mode': 'cors' })));
    expect(identity.commitments.get(identity.id)).toEqual(
      map({ alg: 'hmac-sha256', 'commitment-device': 'httpsig@1.0' }),
    );
    expect(await identity.verify()).toBe(true);
    expect(message.get('path')).toBe('/a');
    expect(withoutCommitments(committed)).toEqual(map({ x: '1, 2' }));
  });
  it('is what a request with nothing but an hmac is', async () => {
    const { request: hmac } = await sign(map({ a: 'b' }), { alg: 'hmac-sha256' });
    expect((await decodeRequest(hmac)).identity).toMatchObject({ signed: false, signers: [] });
  });
});

describe('a message in memory', () => {
  it('does not verify once it is changed', async () => {
    const { committed } = await decodeRequest((await sign(given)).request);
    expect(await (await identify(committed)).verify()).toBe(true);
    committed.set('target', 'other');
    expect(await (await identify(committed)).verify()).toBe(false);
  });
  it('is signed by its keys, whatever its commitments claim', async () => {
    const { committed, identity } = await decodeRequest((await sign(given)).request);
    const commitment = (committed.get('commitments') as Message).get(identity.id);
    if (isMap(commitment)) commitment.set('committer', 'somebody-else');
    committed.set('commitments', map({ forged: commitment ?? '' }));
    const again = await identify(committed);
    expect(again).toMatchObject({ id: identity.id, signers: [signers[0]!.address] });
  });
  it('is unsigned without commitments, or with nonsense for them', async () => {
    const bare = map({ a: 'b' });
    const id = await unsignedId(bare);
    for (const commitments of ['x', map({ x: 'y' }), map({ x: map({ alg: 'rsa-pss-sha512' }) })])
      expect(await identify(new Map([...bare, ['commitments', commitments]]))).toMatchObject({ signed: false, id });
  });
});

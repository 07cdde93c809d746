/** Data items: bytes, tags, signatures. */
import fc from 'fast-check';
import { generateKeyPairSync, sign, constants, createPrivateKey } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3.js';
import * as secp256k1 from '@noble/secp256k1';
import { beforeAll, describe, expect, it } from 'vitest';
import { TEST_KEY } from '../../e2e/support/sign.ts';
import { PocketbeamError } from '../core/errors.ts';
import type { Wallet } from '../core/ports/wallet.ts';
import { binaryOf, bytesOf } from '../core/value.ts';
import { decodeItem, encodeItem, itemPayload, type DataItem } from './ans104.ts';
import { verifyEthereum } from './ans104-ethereum.ts';
import { hex, verifyEd25519, verifySolana } from './ans104-ed25519.ts';
import { addVerifier, verifyItem } from './ans104-verify.ts';
import { decodeTags, encodeTags } from './avro-tags.ts';
import { deepHash } from './deep-hash.ts';
import { signItem } from './sign.ts';
import { openWallet } from './wallet.ts';

const bytes = (maxLength: number, minLength = 0): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength, maxLength, size: 'medium' }).map(binaryOf);
const tag = fc.record({ name: bytes(40, 1), value: bytes(60) });
const tags = fc.oneof(fc.array(tag, { maxLength: 8 }), fc.array(tag, { minLength: 60, maxLength: 128 }));
const field = fc.oneof(fc.constant(''), bytes(32, 32));
const SIZES = new Map([
  ['rsa-pss-sha256', [512, 512]],
  ['ed25519', [64, 32]],
  ['secp256k1-ethereum', [65, 65]],
  ['ed25519-solana', [64, 32]],
]);
const item: fc.Arbitrary<DataItem> = fc
  .tuple(fc.constantFrom(...SIZES), tags, field, field, bytes(2000))
  .chain(([[alg, [signature = 0, owner = 0]], list, target, anchor, data]) =>
    fc.record({
      ...{ alg: fc.constant(alg), signature: bytes(signature, signature), owner: bytes(owner, owner) },
      ...{ target: fc.constant(target), anchor: fc.constant(anchor), data: fc.constant(data) },
      ...{ tags: fc.constant(list), rawTags: fc.constant(encodeTags(list)) },
    }),
  );

const codeOf = (run: () => unknown): string => {
  try {
    run();
    return 'none';
  } catch (error) {
    if (error instanceof PocketbeamError) return `${error.status} ${error.code}`;
    throw error;
  }
};

describe('bytes', () => {
  it('read back as they were written', () => {
    fc.assert(fc.property(item, (one) => void expect(decodeItem(encodeItem(one))).toEqual(one)));
  });
  it('that break off, or that anything was done to, are an item or a coded error', () => {
    const changed = fc.tuple(item, fc.nat(), fc.nat(255), fc.boolean());
    fc.assert(
      fc.property(changed, ([one, at, byte, cut]) => {
        const whole = encodeItem(one);
        const i = at % whole.length;
        const bad = whole.slice(0, i) + (cut ? '' : String.fromCharCode(byte) + whole.slice(i + 1));
        expect(['none', '400 bad-data-item']).toContain(codeOf(() => decodeItem(bad)));
      }),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(
        bytes(1200),
        (any) => void expect(['none', '400 bad-data-item']).toContain(codeOf(() => decodeItem(any))),
      ),
    );
  });
  it('claim no more than is there', () => {
    const head = `\x02\0${'s'.repeat(64)}${'o'.repeat(32)}\0\0`;
    const size = (n: number): string => String.fromCharCode(n) + '\0'.repeat(7);
    const huge = '\xff'.repeat(8);
    expect(codeOf(() => decodeItem(`${head}${size(0)}${size(0)}data`))).toBe('none');
    for (const rest of [
      ...['', size(0), `${size(0)}${huge}`, `${huge}${size(0)}`, `${size(1)}${size(0)}`, `${size(0)}${size(200)}x`],
      ...[`${size(1)}${size(5)}\x02\x02a\x02b\0`.slice(0, -1), `${size(0)}${size(9)}\x02${'\xff'.repeat(8)}`],
    ])
      expect(codeOf(() => decodeItem(head + rest))).toBe('400 bad-data-item');
    for (const type of ['\0\0', '\x05\0', '\x01\x01', '\xff\xff', '\x01', ''])
      expect(codeOf(() => decodeItem(type + 'x'.repeat(3000)))).toBe('400 bad-data-item');
    expect(codeOf(() => decodeItem(`\x02\0${'s'.repeat(96)}\x02\0${size(0)}${size(0)}`))).toBe('400 bad-data-item');
  });
});

describe('tags', () => {
  it('of any bytes read back', () => {
    fc.assert(fc.property(tags, (list) => void expect(decodeTags(encodeTags(list))).toEqual(list)));
    expect(encodeTags([])).toBe('');
    expect(encodeTags([{ name: 'k', value: 'v'.repeat(64) }])).toBe(`\x02\x02k\x80\x01${'v'.repeat(64)}\0`);
  });
  it('are read from several blocks, and from blocks with their size', () => {
    const pair = '\x02a\x02b';
    const twice = [
      { name: 'a', value: 'b' },
      { name: 'a', value: 'b' },
    ];
    expect(decodeTags(`\x02${pair}\x02${pair}\0`)).toEqual(twice);
    expect(decodeTags(`\x03\x10${pair}${pair}\0`)).toEqual(twice);
    expect(decodeTags('\0')).toEqual([]);
  });
  it('keep to the bounds of the standard', () => {
    const long = (name: number, value: number): string =>
      encodeTags([{ name: 'n'.repeat(name), value: 'v'.repeat(value) }]);
    const many = (n: number): string => encodeTags(Array.from({ length: n }, () => ({ name: 'n', value: '' })));
    for (const good of [long(1024, 3072), many(128)]) expect(codeOf(() => decodeTags(good))).toBe('none');
    for (const bad of [long(1025, 1), long(1, 3073), long(0, 1), many(129), `${many(1)}x`, '\x02\x01\x02b\0'])
      expect(codeOf(() => decodeTags(bad))).toBe('400 bad-data-item');
  });
});

it('the deep hash tells trees apart that have the same bytes', async () => {
  const hashes = await Promise.all([['ab'], ['a', 'b'], [['a', 'b']], 'ab', [], ['']].map((tree) => deepHash(tree)));
  expect(new Set(hashes).size).toBe(6);
  expect(hashes.every(({ length }) => length === 48)).toBe(true);
});

describe('signatures', () => {
  let wallet: Wallet;
  let signed: DataItem;
  const draft = {
    ...{ target: 't'.repeat(32), anchor: 'a'.repeat(32), data: 'data' },
    tags: [
      { name: 'One', value: '1' },
      { name: 'Two', value: '2' },
    ],
  };
  beforeAll(async () => {
    wallet = await openWallet(TEST_KEY);
    signed = await signItem(draft, wallet);
  });

  beforeAll(() => {
    addVerifier('ed25519', verifyEd25519);
    addVerifier('ed25519-solana', verifySolana);
  });
  it('of a wallet hold, after bytes too', async () => {
    expect(await verifyItem(signed)).toBe(true);
    expect(await verifyItem(decodeItem(encodeItem(signed)))).toBe(true);
  });
  it('do not hold once any field is changed', async () => {
    const flip = (text: string): string => String.fromCharCode(text.charCodeAt(0) ^ 1) + text.slice(1);
    const other = encodeTags([...draft.tags].reverse());
    for (const change of [
      ...[{ data: 'dato' }, { data: '' }, { target: '' }, { anchor: '' }, { rawTags: other }, { rawTags: '' }],
      ...[{ signature: flip(signed.signature) }, { owner: flip(signed.owner) }, { owner: '\0'.repeat(512) }],
      ...[{ target: flip(draft.target) }, { anchor: flip(draft.anchor) }, { alg: 'ed25519' }, { data: 'data\0' }],
    ])
      expect(await verifyItem({ ...signed, ...change })).toBe(false);
  });
  it('do not hold once any byte is changed', async () => {
    const whole = encodeItem(signed);
    for (let at = 1026; at < whole.length; at += 7) {
      const bad = whole.slice(0, at) + String.fromCharCode(whole.charCodeAt(at) ^ 4) + whole.slice(at + 1);
      if (codeOf(() => decodeItem(bad)) === 'none') expect(await verifyItem(decodeItem(bad))).toBe(false);
    }
  });
  it.each([32, 478, 0])('of Arweave may have a salt of %d bytes', async (saltLength) => {
    const key = createPrivateKey({ key: { ...TEST_KEY }, format: 'jwk' });
    const payload = bytesOf(await itemPayload(signed));
    const signature = sign('sha256', payload, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
    expect(await verifyItem({ ...signed, signature: binaryOf(signature) })).toBe(true);
  });
  it('of ed25519 and of Solana, there also over the hexadecimal text, hold and break', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const owner = binaryOf(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32));
    for (const [alg, asHex] of [['ed25519'], ['ed25519-solana'], ['ed25519-solana', true]] as [string, boolean?][]) {
      const unsigned = { ...signed, alg, owner };
      const payload = await itemPayload(unsigned);
      const signature = binaryOf(sign(null, bytesOf(asHex ? hex(payload) : payload), privateKey));
      expect(await verifyItem({ ...unsigned, signature })).toBe(true);
      expect(await verifyItem({ ...unsigned, signature, data: 'x' })).toBe(false);
      expect(await verifyItem({ ...unsigned, signature, owner: '\xff'.repeat(32) })).toBe(false);
    }
  });
  it('of Ethereum hold and break, where there is a verifier', async () => {
    const secret = keccak_256(bytesOf('a key of a test'));
    const owner = binaryOf(secp256k1.getPublicKey(secret, false));
    const unsigned = { ...signed, alg: 'secp256k1-ethereum', owner };
    const hash = keccak_256(bytesOf(`\x19Ethereum Signed Message:\n48${await itemPayload(unsigned)}`));
    const signature = `${binaryOf(await secp256k1.signAsync(hash, secret, { prehash: false }))}\x1b`;
    const ethereum = { ...unsigned, signature };
    await expect(verifyItem(ethereum)).rejects.toMatchObject({ code: 'no-engine', status: 503 });
    addVerifier('secp256k1-ethereum', verifyEthereum);
    expect(await verifyItem(decodeItem(encodeItem(ethereum)))).toBe(true);
    for (const change of [{ data: 'x' }, { owner: 'o'.repeat(65) }, { signature: 's'.repeat(65) }, { owner: '' }])
      expect(await verifyItem({ ...ethereum, ...change })).toBe(false);
  });
  it('are not made over what the standard forbids, or by short keys', async () => {
    const refused = { code: 'bad-data-item' };
    await expect(signItem({ ...draft, tags: [{ name: '', value: 'x' }] }, wallet)).rejects.toMatchObject(refused);
    await expect(signItem({ ...draft, target: 'short' }, wallet)).rejects.toMatchObject(refused);
    await expect(signItem(draft, { ...wallet, keyid: wallet.keyid.slice(0, 300) })).rejects.toMatchObject(refused);
  });
});

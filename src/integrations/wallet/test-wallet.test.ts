import { describe, expect, it } from 'vitest';
import { TEST_KEY } from '../../../e2e/support/sign.ts';
import { decodeItem } from '../../codecs/ans104.ts';
import { verifyItem } from '../../codecs/ans104-verify.ts';
import { fromBase64url } from '../../codecs/digest.ts';
import { verifyRsa } from '../../codecs/rsa.ts';
import { binaryOf } from '../../core/value.ts';
import { createTestWallet } from './test-wallet.ts';

const wallet = await createTestWallet(TEST_KEY);

describe('the test wallet', () => {
  it('says what it is', () => {
    expect(wallet.walletName).toMatch(/test/);
  });
  it('has an address and a public key', async () => {
    await wallet.connect(['ACCESS_ADDRESS']);
    expect(await wallet.getActiveAddress()).toMatch(/^[\w-]{43}$/);
    expect(await wallet.getActivePublicKey()).toBe(TEST_KEY.n);
  });
  it('signs data items of text and of bytes', async () => {
    const target = 'q'.repeat(42) + 'A';
    for (const data of ['grüße', new TextEncoder().encode('grüße'), new TextEncoder().encode('grüße').buffer]) {
      const tags = [{ name: 'Naïve', value: '✓' }];
      const bytes = await wallet.signDataItem({ data, tags, target, anchor: 'a'.repeat(32) });
      const item = decodeItem(binaryOf(new Uint8Array(bytes)));
      expect(await verifyItem(item)).toBe(true);
      expect(item).toMatchObject({
        data: 'gr\xc3\xbc\xc3\x9fe',
        anchor: 'a'.repeat(32),
        target: fromBase64url(target),
      });
      expect(item.tags).toEqual([{ name: 'Na\xc3\xafve', value: '\xe2\x9c\x93' }]);
    }
  });
  it.each([
    ['SHA-512', 64],
    ['SHA-256', 32],
  ] as const)('signs messages with %s', async (hashAlgorithm, salt) => {
    const bytes = new TextEncoder().encode('"a": b');
    const signature = binaryOf(await wallet.signMessage(bytes, { hashAlgorithm }));
    const key = { modulus: fromBase64url(TEST_KEY.n) ?? '', hash: hashAlgorithm, saltLengths: [salt] };
    expect(await verifyRsa(key, signature, '"a": b')).toBe(true);
    expect(await verifyRsa(key, signature, '"a": c')).toBe(false);
  });
  it('refuses what it cannot sign, with a code', async () => {
    await expect(createTestWallet({ kty: 'RSA' })).rejects.toMatchObject({ code: 'bad-wallet' });
    const tags = [{ name: 'N', value: 5 as unknown as string }];
    await expect(wallet.signDataItem({ data: '', tags })).rejects.toMatchObject({ code: 'bad-tag' });
    const long = [{ name: 'N', value: 'x'.repeat(4000) }];
    await expect(wallet.signDataItem({ data: '', tags: long })).rejects.toMatchObject({ code: 'bad-data-item' });
  });
});

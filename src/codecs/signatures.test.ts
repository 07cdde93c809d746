import { describe, expect, it } from 'vitest';
import { signFields } from './sign.ts';
import { signatureBase } from './signature-base.ts';
import { verifySignature } from './signatures.ts';
import { generateJwk, openWallet } from './wallet.ts';

const wallet = await openWallet(await generateJwk(2048));
const fields = new Map([['pear', 'tree']]);

describe('verifySignature', () => {
  it.each([
    ['the salt of RFC 9421', 64, true],
    ['the longest that fits, as aoconnect in Node makes it', 256 - 64 - 2, true],
    ['another one', 20, false],
  ])('takes a signature with %s: %i bytes', async (_what, salt, holds) => {
    const signature = await signFields(fields, wallet);
    const base = signatureBase(fields, signature.fields, signature.params) ?? '';
    const bytes = await wallet.sign(base, 'SHA-512', salt);
    expect(await verifySignature({ ...signature, bytes }, fields)).toBe(holds);
    expect(await verifySignature({ ...signature, bytes }, new Map([['pear', 'trees']]))).toBe(false);
  });
});

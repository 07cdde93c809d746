import { describe, expect, it, vi } from 'vitest';
import { insecureSubtle, mendCrypto } from './insecure-crypto.ts';

const text = new TextEncoder().encode('an insecure page');
const hex = (buffer: ArrayBuffer): string => Buffer.from(buffer).toString('hex');

describe('cryptography of a page that is not secure', () => {
  it('hashes as the browser does', async () => {
    expect(hex(await insecureSubtle.digest('SHA-256', text))).toBe(hex(await crypto.subtle.digest('SHA-256', text)));
  });

  it('makes the same HMAC', async () => {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    const own = await insecureSubtle.importKey('raw', text.buffer, algorithm);
    const theirs = await crypto.subtle.importKey('raw', text, algorithm, false, ['sign']);
    expect(hex(await insecureSubtle.sign('HMAC', own, text))).toBe(hex(await crypto.subtle.sign('HMAC', theirs, text)));
  });

  it('says why it does nothing else', async () => {
    const refusal = { code: 'insecure-context', status: 501 };
    await expect(insecureSubtle.generateKey()).rejects.toMatchObject(refusal);
    await expect(insecureSubtle.digest('SHA-512', text)).rejects.toMatchObject(refusal);
    await expect(insecureSubtle.importKey('jwk', text, { name: 'RSA-PSS' })).rejects.toMatchObject(refusal);
  });

  it('takes the place of what the browser does not have', () => {
    vi.stubGlobal('crypto', {});
    mendCrypto();
    expect(crypto.subtle).toBe(insecureSubtle);
    vi.unstubAllGlobals();
  });
});

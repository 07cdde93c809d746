/** A wallet that was chosen as a file: a JWK. It stays in memory, and goes with the page. */
import { PocketbeamError } from 'pocketbeam';
import { fromBase64Url, toBase64Url } from '../share/base64url.ts';

export interface KeyFile {
  readonly fileName: string;
  readonly jwk: object;
  /** Of its owner, 43 characters. */
  readonly address: string;
}

const MAX_SIZE = 100_000;

/** @throws PocketbeamError `bad-wallet` for what is no private key in JSON. */
export async function readKeyFile(file: File): Promise<KeyFile> {
  const jwk = file.size > MAX_SIZE ? undefined : parsedObject(await file.text());
  const { kty, n, d } = (jwk ?? {}) as Partial<Record<string, unknown>>;
  if (!jwk || kty !== 'RSA' || typeof n !== 'string' || typeof d !== 'string')
    throw new PocketbeamError('bad-wallet', `${file.name} is no key of an Arweave wallet.`, {
      next: 'Choose the key file that the wallet exports: JSON with kty, n, e, d and more.',
      status: 400,
    });
  return { fileName: file.name, jwk, address: await addressOf(n) };
}

function parsedObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The hash of the modulus. @throws PocketbeamError `bad-wallet` for a modulus that is no base64url. */
async function addressOf(modulus: string): Promise<string> {
  const bytes = fromBase64Url(modulus);
  if (!bytes) throw new PocketbeamError('bad-wallet', 'The modulus n of the key is no base64url.', { status: 400 });
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

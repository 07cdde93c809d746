/** Wallets: RSA keys that sign, and how one is made. */
import { PocketbeamError, show } from '../core/errors.ts';
import type { RsaJwk, Wallet } from '../core/ports/wallet.ts';
import { binaryOf, bytesOf } from '../core/value.ts';
import { base64url, fromBase64url, sha256 } from './digest.ts';
import { verifyRsa } from './rsa.ts';

/** What other members of a JWK say (`alg`, `key_ops`) may contradict what it is used for here. */
const MEMBERS = ['kty', 'n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'] as const;

const algorithm = (hash: string): { name: string; hash: string } => ({ name: 'RSA-PSS', hash });

/**
 * The members of a private RSA key.
 * @throws PocketbeamError `bad-wallet` when one is missing, the key is shorter than 2,048 bits, or its exponent is not 65537.
 */
export function readJwk(given: unknown): RsaJwk {
  if (typeof given !== 'object' || given === null) throw badWallet(`${show(given)} is no object.`);
  const jwk = Object.fromEntries(
    MEMBERS.map((name) => {
      const value = (given as Record<string, unknown>)[name];
      if (typeof value !== 'string' || value === '') throw badWallet(`It has no ${name}.`);
      return [name, value];
    }),
  ) as unknown as RsaJwk;
  if (jwk.kty !== 'RSA' || jwk.e !== 'AQAB') throw badWallet('It is no RSA key with the exponent 65537.');
  if ((fromBase64url(jwk.n) ?? '').length < 256) throw badWallet('Its modulus is shorter than 2,048 bits.');
  return jwk;
}

/** @throws PocketbeamError `bad-wallet` when the numbers of the key do not fit each other. */
export async function openWallet(jwk: RsaJwk): Promise<Wallet> {
  const keyFor = (hash: string): Promise<CryptoKey> =>
    crypto.subtle.importKey('jwk', { ...jwk, ext: true }, algorithm(hash), false, ['sign']);
  const modulus = fromBase64url(jwk.n) ?? '';
  const open = async (): Promise<Wallet> => {
    const keys = { 'SHA-512': await keyFor('SHA-512'), 'SHA-256': await keyFor('SHA-256') };
    return {
      address: base64url(await sha256(modulus)),
      keyid: jwk.n,
      sign: async (text, hash, saltLength) =>
        binaryOf(new Uint8Array(await crypto.subtle.sign({ name: 'RSA-PSS', saltLength }, keys[hash], bytesOf(text)))),
    };
  };
  const wallet = await open().catch(() => undefined);
  // Numbers that make no key are taken by some, and sign what nobody can verify.
  const signature = await wallet?.sign('', 'SHA-256', 32).catch(() => undefined);
  if (!wallet || !signature || !(await verifyRsa({ modulus, hash: 'SHA-256', saltLengths: [32] }, signature, '')))
    throw badWallet('Its numbers do not fit each other.');
  return wallet;
}

/** A new key; takes seconds. @param bits data items can be signed with 4096 only. */
export async function generateJwk(bits = 4096): Promise<RsaJwk> {
  const { privateKey } = await crypto.subtle.generateKey(
    { ...algorithm('SHA-512'), modulusLength: bits, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ['sign', 'verify'],
  );
  return readJwk(await crypto.subtle.exportKey('jwk', privateKey));
}

const badWallet = (what: string): PocketbeamError =>
  new PocketbeamError('bad-wallet', `The wallet is no private RSA key. ${what}`, {
    next: 'Give the key file of an Arweave wallet: a JWK with kty, n, e, d, p, q, dp, dq and qi.',
    status: 400,
  });

/** A key that signs (spec/wire.md §4). Implementation: codecs/wallet.ts. */

/** An RSA key as `crypto.subtle` and Arweave wallets have it: a JSON Web Key. All members are base64url. */
export interface RsaJwk {
  kty: string;
  n: string;
  e: string;
  d: string;
  p: string;
  q: string;
  dp: string;
  dq: string;
  qi: string;
}

export interface Wallet {
  /** 43 base64url characters. */
  readonly address: string;
  /** The base64url modulus of the key. */
  readonly keyid: string;
  /**
   * RSA-PSS over a byte string.
   * @param saltLength in bytes.
   * @returns the signature's bytes, a byte string.
   */
  sign(text: string, hash: 'SHA-256' | 'SHA-512', saltLength: number): Promise<string>;
}

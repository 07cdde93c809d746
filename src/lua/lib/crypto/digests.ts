/** The digests of aos programs by name: of @noble/hashes where it has them. */
import { blake2b } from '@noble/hashes/blake2.js';
import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { keccak_256, keccak_512, sha3_256, sha3_512 } from '@noble/hashes/sha3.js';
import { md2 } from './md2.ts';
import { md4 } from './md4.ts';

type Hash = typeof sha256;

/** Those that can also be the digest of HMAC and PBKDF2. */
const HASHES = new Map<string, Hash>([
  ['md5', md5],
  ['sha1', sha1],
  ['sha2_256', sha256],
  ['sha2_512', sha512],
  ['sha3_256', sha3_256],
  ['sha3_512', sha3_512],
  ['keccak256', keccak_256],
  ['keccak512', keccak_512],
  ['blake2b', blake2b],
] as unknown as [string, Hash][]);

const ALONE = new Map<string, (message: Uint8Array) => Uint8Array>([
  ['md2', md2],
  ['md4', md4],
]);

/** The digest of that name; undefined for a name that is none. */
export function digest(name: string, message: Uint8Array): Uint8Array | undefined {
  return (HASHES.get(name) ?? ALONE.get(name))?.(message);
}

/** `sha256`, `SHA-256` and `sha2_256` are the same. */
function hashCalled(name: string): Hash | undefined {
  const plain = name.toLowerCase();
  return (
    HASHES.get(plain) ??
    HASHES.get(plain.replace(/^sha-?(1|256|512)$/, (_, size) => (size === '1' ? 'sha1' : `sha2_${size}`)))
  );
}

/** Undefined for a digest that there is not. */
export function authenticationCode(name: string, key: Uint8Array, message: Uint8Array): Uint8Array | undefined {
  const hash = hashCalled(name);
  return hash && hmac(hash, key, message);
}

/** Undefined for a digest that there is not. */
export function derivedKey(
  name: string,
  password: Uint8Array,
  salt: Uint8Array,
  { iterations, length }: { iterations: number; length: number },
): Uint8Array | undefined {
  const hash = hashCalled(name);
  return hash && pbkdf2(hash, password, salt, { c: iterations, dkLen: length });
}

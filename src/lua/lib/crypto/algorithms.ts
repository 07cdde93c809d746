/** What the natives compute with: a file of its own, loaded by crypto.ts. */
export { aes } from './aes.ts';
export { authenticationCode, derivedKey, digest } from './digests.ts';
export { Isaac } from './isaac.ts';
export { morusDecrypt, morusEncrypt } from './morus.ts';
export { norxDecrypt, norxEncrypt } from './norx.ts';

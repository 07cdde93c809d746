/** The natives behind `.crypto` of aos programs (aos/crypto.lua): byte strings in, byte strings out. */
import { binaryOf, bytesOf } from '../../../core/value.ts';
import { NotLoaded } from '../../not-loaded.ts';
import type { NativeBody, NativeResult, Runtime } from '../../native.ts';
import type { LuaTable } from '../../table.ts';
import type { LuaValue } from '../../value.ts';
import { checkIndex, checkString, optString, produced } from '../arguments.ts';
import { createModule } from '../module.ts';
import type * as Algorithms from './algorithms.ts';

/** Gas of a call and of a byte, measured against instructions: JavaScript hashes about 100 MB/s. */
const CALL = 200;
const BYTES = 1;
/** MORUS and NORX compute on BigInts. */
const SLOW_BYTES = 12;
/** One iteration of PBKDF2: two compressions. */
const ITERATION = 200;
/** Longest derived key, in bytes. */
const MAX_KEY = 65_536;

type Args = readonly LuaValue[];

let algorithms: typeof Algorithms | undefined;

/** Brings what the natives compute with; until then their first use throws {@link NotLoaded}. */
export async function loadAlgorithms(): Promise<void> {
  algorithms = await import('./algorithms.ts');
}

/** A native that is given the algorithms. They are looked for before anything is charged. */
const native =
  (body: (rt: Runtime, args: Args, using: typeof Algorithms) => NativeResult): NativeBody =>
  (rt, args) => {
    if (!algorithms) throw new NotLoaded(loadAlgorithms);
    return body(rt, args, algorithms);
  };

/** The argument as bytes; reading it is charged. */
function bytes(rt: Runtime, args: Args, index: number, perByte = BYTES): Uint8Array {
  const text = checkString(rt, args, index);
  rt.charge(CALL + text.length * perByte);
  return bytesOf(text);
}

function sized(rt: Runtime, args: Args, index: number, ...lengths: number[]): Uint8Array {
  const given = bytes(rt, args, index);
  if (!lengths.includes(given.length))
    throw rt.argError(index, `${lengths.join(' or ')} bytes expected, got ${given.length}`);
  return given;
}

const optional = (rt: Runtime, args: Args, index: number): Uint8Array => bytesOf(optString(rt, args, index, ''));

/** What was computed, or the error for a name nobody knows. */
function result(rt: Runtime, computed: Uint8Array | undefined, name: string): NativeResult {
  if (computed === undefined) throw rt.error(`crypto: there is no ${name}`);
  return produced(rt, binaryOf(computed));
}

/** nil and a reason for what is not genuine. */
const opened = (rt: Runtime, text: Uint8Array | undefined): NativeResult =>
  text === undefined ? [undefined, 'authentication failed'] : produced(rt, binaryOf(text));

/** aes(direction, mode, key, iv, text) */
const cipher = native((rt, args, { aes }) => {
  const mode = checkString(rt, args, 2);
  const key = sized(rt, args, 3, 16, 24, 32);
  const iv = sized(rt, args, 4, 16);
  const text = bytes(rt, args, 5);
  const used = aes(mode, key, iv);
  if (used === undefined) throw rt.error(`crypto: AES has no mode ${mode}; there are ECB, CBC, CFB, OFB, CTR`);
  let done: Uint8Array;
  try {
    done = args[0] === 'decrypt' ? used.decrypt(text) : used.encrypt(text);
  } catch {
    throw rt.error('crypto: this does not decrypt: wrong key, iv, mode, or damaged text');
  }
  return produced(rt, binaryOf(done));
});

/** kdf(digest, password, salt, iterations, length) */
const kdf = native((rt, args, { derivedKey }) => {
  const name = checkString(rt, args, 1);
  const iterations = checkIndex(rt, args, 4);
  const length = checkIndex(rt, args, 5);
  if (iterations < 1) throw rt.argError(4, 'at least one iteration expected');
  if (length < 1 || length > MAX_KEY) throw rt.argError(5, `1 to ${MAX_KEY} bytes expected`);
  rt.charge(Math.ceil(length / 16) * iterations * ITERATION);
  const key = derivedKey(name, bytes(rt, args, 2), bytes(rt, args, 3), { iterations, length });
  return result(rt, key, `digest ${name}`);
});

/** isaac(seed, text): the text under the key stream of that seed, whose bytes are its first words. */
const isaac = native((rt, args, { Isaac }) => {
  const stream = new Isaac(bytes(rt, args, 1));
  rt.charge(5000);
  return produced(rt, binaryOf(bytes(rt, args, 2, 4).map((byte) => byte ^ (stream.next() & 0xff))));
});

const functions: Record<string, NativeBody> = {
  digest: native((rt, args, { digest }) => {
    const name = checkString(rt, args, 1);
    return result(rt, digest(name, bytes(rt, args, 2, name === 'md2' ? SLOW_BYTES : BYTES)), `digest ${name}`);
  }),
  hmac: native((rt, args, { authenticationCode }) => {
    const name = checkString(rt, args, 1);
    return result(rt, authenticationCode(name, bytes(rt, args, 2), bytes(rt, args, 3)), `digest ${name}`);
  }),
  kdf,
  aes: cipher,
  isaac,
  /** The first word of that seed. */
  isaacWord: native((rt, args, { Isaac }) => {
    rt.charge(5000);
    return new Isaac(bytes(rt, args, 1)).next();
  }),
  morusEncrypt: native((rt, args, { morusEncrypt }) => {
    const [key, iv] = [sized(rt, args, 1, 16, 32), sized(rt, args, 2, 16)];
    rt.charge(optString(rt, args, 4, '').length * SLOW_BYTES + 2000);
    return produced(rt, binaryOf(morusEncrypt(key, iv, bytes(rt, args, 3, SLOW_BYTES), optional(rt, args, 4))));
  }),
  morusDecrypt: native((rt, args, { morusDecrypt }) => {
    const [key, iv] = [sized(rt, args, 1, 16, 32), sized(rt, args, 2, 16)];
    rt.charge(2000);
    const length = args[3] === undefined ? 0 : checkIndex(rt, args, 4);
    if (length < 0) throw rt.argError(4, 'a length expected');
    return opened(rt, morusDecrypt(key, iv, bytes(rt, args, 3, SLOW_BYTES), length));
  }),
  norxEncrypt: native((rt, args, { norxEncrypt }) => {
    const [key, nonce] = [sized(rt, args, 1, 32), sized(rt, args, 2, 32)];
    const more = [optional(rt, args, 4), optional(rt, args, 5)] as const;
    rt.charge((more[0].length + more[1].length) * SLOW_BYTES + 4000);
    return produced(rt, binaryOf(norxEncrypt(key, nonce, bytes(rt, args, 3, SLOW_BYTES), ...more)));
  }),
  norxDecrypt: native((rt, args, { norxDecrypt }) => {
    const [key, nonce] = [sized(rt, args, 1, 32), sized(rt, args, 2, 32)];
    const more = [optional(rt, args, 4), optional(rt, args, 5)] as const;
    rt.charge((more[0].length + more[1].length) * SLOW_BYTES + 4000);
    return opened(rt, norxDecrypt(key, nonce, bytes(rt, args, 3, SLOW_BYTES), ...more));
  }),
};

/** The module table of the natives. */
export function createCrypto(rt: Runtime): LuaTable {
  return createModule(rt, { name: 'crypto', functions });
}

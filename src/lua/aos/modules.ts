/**
 * The built-in modules of an aos process: name in `require` → Lua source or native (spec/aos.md §4).
 */
import type { Runtime } from '../native.ts';
import type { LuaValue } from '../value.ts';
import { createJson } from '../lib/json.ts';
import { createBint } from '../lib/bint.ts';
import { createCrypto } from '../lib/crypto/crypto.ts';
import answer from './answer.lua?raw';
import ao from './ao.lua?raw';
import apm from './apm.lua?raw';
import assignment from './assignment.lua?raw';
import base64 from './base64.lua?raw';
import boot from './boot.lua?raw';
import chance from './chance.lua?raw';
import colors from './colors.lua?raw';
import crypto from './crypto.lua?raw';
import cryptoUtils from './crypto-utils.lua?raw';
import fallback from './default.lua?raw';
import drive from './drive.lua?raw';
import dump from './dump.lua?raw';
import evaluate from './eval.lua?raw';
import failure from './failure.lua?raw';
import globals from './globals.lua?raw';
import handlersUtils from './handlers-utils.lua?raw';
import handlers from './handlers.lua?raw';
import pretty from './pretty.lua?raw';
import printLog from './print-log.lua?raw';
import process from './process.lua?raw';
import seed from './seed.lua?raw';
import sent from './sent.lua?raw';
import stringify from './stringify.lua?raw';
import turn from './turn.lua?raw';
import utils from './utils.lua?raw';
import { createDispatch } from './dispatch-natives.ts';
import { createLifecycle } from './lifecycle-natives.ts';
import { createMessageNatives } from './message-natives.ts';
import { outboxNatives } from './outbox-natives.ts';

/** Makes the value of a native module for one machine. */
export type NativeModule = (runtime: Runtime) => LuaValue;

/** A module that is a part of another: `['.crypto.mac', 'mac']` of `.crypto`. */
const part = (whole: string, ...path: string[]): string =>
  `local _, require = ...\nreturn require('${whole}')${path.map((key) => `.${key}`).join('')}\n`;

const DIGESTS = ['md2', 'md4', 'md5', 'sha1', 'sha2_256', 'sha2_512', 'blake2b'];

/** `.crypto` and its parts, which can be required alone. */
const cryptoModules: readonly (readonly [string, string])[] = [
  ['.crypto', crypto],
  ['.crypto.utils', cryptoUtils],
  ...['.crypto.init', '.crypto.digest', '.crypto.cipher', '.crypto.mac', '.crypto.kdf', '.crypto.random'].map(
    (name) =>
      [
        name,
        part(
          '.crypto',
          ...name
            .split('.')
            .slice(2)
            .filter((key) => key !== 'init'),
        ),
      ] as const,
  ),
  ...['.crypto.digest.init', '.crypto.cipher.init', '.crypto.mac.init', '.crypto.kdf.init'].map(
    (name) => [name, part('.crypto', name.split('.')[2] ?? '')] as const,
  ),
  ...DIGESTS.map((name) => [`.crypto.digest.${name}`, part('.crypto', 'digest', name)] as const),
  // Two sizes each of two families in one module.
  ['.crypto.digest.sha3', part('.crypto', 'digest')],
  ...['aes', 'morus', 'norx', 'issac'].map(
    (name) => [`.crypto.cipher.${name}`, part('.crypto', 'cipher', name)] as const,
  ),
  ['.crypto.mac.hmac', part('.crypto', 'mac')],
  ['.crypto.kdf.pbkdf2', part('.crypto', 'kdf', 'pbkdf2')],
  ...['bit', 'queue', 'stream', 'hex', 'array'].flatMap((name) =>
    ['.crypto.utils', '.crypto.util'].map((whole) => [`${whole}.${name}`, part('.crypto.utils', name)] as const),
  ),
  ...['.crypto.util', '.crypto.util.init', '.crypto.utils.init'].map((name) => [name, part('.crypto.utils')] as const),
];

/** Lua modules by name. Those below the line are our own parts, not of aos; programs have no reason to require them. */
export const luaModules: ReadonlyMap<string, string> = new Map([
  ['ao', ao],
  ['.ao', "local _, require = ...\nreturn require('ao')\n"],
  ['.apm', apm],
  ['.assignment', assignment],
  ['.base64', base64],
  ['.boot', boot],
  ['.chance', chance],
  ['.default', fallback],
  ['.drive', drive],
  ['.dump', dump],
  ['.eval', evaluate],
  ['.handlers', handlers],
  ['.handlers-utils', handlersUtils],
  ['.pretty', pretty],
  ['.process', process],
  ['.stringify', stringify],
  ['.utils', utils],
  ...cryptoModules,
  // ---
  ['.answer', answer],
  ['.colors', colors],
  ['.failure', failure],
  ['.globals', globals],
  ['.print-log', printLog],
  ['.seed', seed],
  ['.sent', sent],
  ['.turn', turn],
]);

export const nativeModules: ReadonlyMap<string, NativeModule> = new Map<string, NativeModule>([
  ['json', createJson],
  ['.bint', createBint],
  // ---
  ['.crypto.native', createCrypto],
  ['.dispatch', createDispatch],
  ['.lifecycle', createLifecycle],
  ['.message', createMessageNatives],
  ['.outbox', outboxNatives],
]);

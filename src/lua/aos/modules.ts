/**
 * The built-in modules of an aos process: name in `require` → Lua source or native (spec/aos.md §4).
 */
import type { Runtime } from '../native.ts';
import type { LuaValue } from '../value.ts';
import { createJson } from '../lib/json.ts';
import { createBint } from '../lib/bint.ts';
import answer from './answer.lua?raw';
import ao from './ao.lua?raw';
import apm from './apm.lua?raw';
import assignment from './assignment.lua?raw';
import base64 from './base64.lua?raw';
import boot from './boot.lua?raw';
import chance from './chance.lua?raw';
import colors from './colors.lua?raw';
import fallback from './default.lua?raw';
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
import stringify from './stringify.lua?raw';
import turn from './turn.lua?raw';
import utils from './utils.lua?raw';
import { createMessageNatives } from './message-natives.ts';

/** Makes the value of a native module for one machine. */
export type NativeModule = (runtime: Runtime) => LuaValue;

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
  ['.dump', dump],
  ['.eval', evaluate],
  ['.handlers', handlers],
  ['.handlers-utils', handlersUtils],
  ['.pretty', pretty],
  ['.process', process],
  ['.stringify', stringify],
  ['.utils', utils],
  // ---
  ['.answer', answer],
  ['.colors', colors],
  ['.failure', failure],
  ['.globals', globals],
  ['.print-log', printLog],
  ['.seed', seed],
  ['.turn', turn],
]);

export const nativeModules: ReadonlyMap<string, NativeModule> = new Map<string, NativeModule>([
  ['json', createJson],
  ['.bint', createBint],
  // ---
  ['.message', createMessageNatives],
]);

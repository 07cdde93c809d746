import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The 13 programs of the engine spike (programs/*.lua) in the order of its table, then ours, with what each measures. */
export const programs = {
  fib: 'fib(24)',
  loop: 'loop 1e6 add+mod',
  strings: 'string-key set/get 1e4',
  array: 'int array 1e5 + ipairs',
  closures: 'closures/upvalues 1e5',
  insert: 'table.insert 5e4',
  concat: 'concat',
  format: 'string.format 1e4',
  pcall: 'pcall 1e5 (+1e3 errors)',
  coroutine: 'coroutine resume 1e5',
  sort: 'sort 1e4, comparator + plain',
  methods: 'method calls, 2-level __index',
  dispatch: 'dispatch 1000 msgs, 21 handlers',
  json: 'json of 10,000 entries, in Lua',
  bint: 'bint arithmetic, 40 digits',
  patterns: 'gsub, match, gmatch, find',
};

/**
 * Source of a program: a chunk that returns its checksum, the same in every engine (no value passes 2^31, stock's limit).
 *
 * @param {string} name
 */
export function readProgram(name) {
  return readFileSync(fileURLToPath(new URL(`./programs/${name}.lua`, import.meta.url)), 'latin1');
}

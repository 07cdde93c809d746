/**
 * `dist/types`: the declarations of the package's entries and of what these name, in the folders of src. TypeScript writes
 * one for every file that the entries reach, and leaves the `.ts` of imports, which a project that uses the package need
 * not understand.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheDirectory, localBin, root } from '../../runner/paths.mjs';
import { runNode } from '../../runner/run-command.mjs';

const CONFIG = 'e2e/tooling/packaging/tsconfig.declarations.json';
/** Written by hand: what is imported for its effects, and modules that are no scripts. */
const BY_HAND = ['integrations/vite/lua.d.ts', 'worker/entry.d.ts'];

const from = path.join(cacheDirectory, 'declarations');
const to = path.join(root, 'dist/types');

/** Who imports the library imports Lua files, too: no configuration need name their types. */
const LIBRARY = 'client/index.d.ts';
const LUA_FILES = '/// <reference path="../integrations/vite/lua.d.ts" />\n';

/** A type that TypeScript knows since 5.7, and how one before that understands the same. */
const BYTES = 'Uint8Array<ArrayBuffer>';
const BYTES_BEFORE = 'ReturnType<typeof Uint8Array.of>';

const IMPORTED = /(\bfrom |\bimport\()'(\.[^']+)\.ts'/g;

rmSync(from, { recursive: true, force: true });
const code = await runNode([localBin('typescript/bin/tsc'), '-p', CONFIG]);
if (code === 0) {
  rmSync(to, { recursive: true, force: true });
  for (const file of reached(entries())) write(file);
  for (const file of BY_HAND) {
    mkdirSync(path.join(to, path.dirname(file)), { recursive: true });
    copyFileSync(path.join(root, 'src', file), path.join(to, file));
  }
}
process.exitCode = code;

/** Declarations of the entries, as paths below `from`. */
function entries() {
  const config = readFileSync(path.join(root, CONFIG), 'utf8');
  return [...config.matchAll(/\/src\/([^"]+)\.ts"/g)].map(([, name]) => `${name}.d.ts`);
}

/** @param {readonly string[]} files @returns the files with all that they import, directly or not */
function reached(files) {
  const found = new Set(files);
  for (const file of found)
    for (const [, , specifier] of readFileSync(path.join(from, file), 'utf8').matchAll(IMPORTED))
      found.add(path.posix.join(path.posix.dirname(file), `${specifier}.d.ts`));
  return found;
}

/** @param {string} file */
function write(file) {
  const target = path.join(to, file);
  mkdirSync(path.dirname(target), { recursive: true });
  const text = readFileSync(path.join(from, file), 'utf8')
    .replaceAll(IMPORTED, "$1'$2.js'")
    .replaceAll(BYTES, BYTES_BEFORE);
  writeFileSync(target, file === LIBRARY ? LUA_FILES + text : text);
}

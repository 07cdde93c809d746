/** `node e2e/tooling/pack.mjs FOLDER`: packs what is built into a folder, which is emptied, and prints the tarball's path. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { root } from '../runner/paths.mjs';

/** What the package's manifest has for those alone who work on it; of scripts npm would ask each user for permission. */
const OURS = ['scripts', 'devDependencies', 'overrides'];

/**
 * Packs from a folder aside, where the manifest has nothing but what users need.
 *
 * @param {string} folder
 * @returns {Promise<string | undefined>} the tarball; `undefined` where it could not be packed
 */
export async function pack(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const staged = mkdtempSync(path.join(tmpdir(), 'pocketbeam-staged-'));
  try {
    const [{ files }] = JSON.parse(await npmPack(root, '--dry-run', '--json'));
    for (const { path: file } of files) stage(file, staged);
    await npmPack(staged, '--pack-destination', folder);
  } catch (error) {
    console.error(error);
    return undefined;
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
  return readdirSync(folder).map((name) => path.join(folder, name))[0];
}

/**
 * @param {string} cwd
 * @param {string[]} args
 */
async function npmPack(cwd, ...args) {
  const env = { ...process.env, npm_config_loglevel: 'error' };
  // It is built already, so no script need run.
  return (await promisify(execFile)('npm', ['pack', '--ignore-scripts', ...args], { cwd, env })).stdout;
}

/**
 * @param {string} file below the root
 * @param {string} staged
 */
function stage(file, staged) {
  const target = path.join(staged, file);
  mkdirSync(path.dirname(target), { recursive: true });
  if (file !== 'package.json') return copyFileSync(path.join(root, file), target);
  const manifest = Object.entries(JSON.parse(readFileSync(path.join(root, file), 'utf8')));
  const kept = Object.fromEntries(manifest.filter(([key]) => !OURS.includes(key)));
  return writeFileSync(target, `${JSON.stringify(kept, null, 2)}\n`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , folder] = process.argv;
  const tarball = folder === undefined ? undefined : await pack(path.resolve(folder));
  if (tarball === undefined) process.exitCode = 1;
  else console.log(tarball);
}

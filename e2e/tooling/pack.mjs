/** `node e2e/tooling/pack.mjs FOLDER`: packs what is built into a folder, which is emptied, and prints the tarball's path. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from '../runner/run-command.mjs';

/**
 * @param {string} folder
 * @returns {Promise<string | undefined>} the tarball; `undefined` where it could not be packed
 */
export async function pack(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // It is built already, so no script need run.
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  if ((await run('npm', args, { npm_config_loglevel: 'error' })) !== 0) return undefined;
  return readdirSync(folder).map((name) => path.join(folder, name))[0];
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , folder] = process.argv;
  if (folder === undefined || (await pack(path.resolve(folder))) === undefined) process.exitCode = 1;
}

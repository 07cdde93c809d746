import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, absolute. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Where the runner keeps reports, git-ignored. */
export const cacheDirectory = path.join(root, '.cache');

/**
 * A tool's script in node_modules, to be started with `process.execPath`: no shell, no `npx`, no registry look-up.
 *
 * @param {string} relative e.g. `vitest/vitest.mjs`
 */
export const localBin = (relative) => path.join(root, 'node_modules', relative);

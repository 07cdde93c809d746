/**
 * `npm run release`: builds, packs and publishes that tarball, what `npm test` and `npm run test:pack` have tried. Arguments
 * go to `npm publish`, as `npm run release -- --dry-run`.
 */
import path from 'node:path';
import { cacheDirectory } from '../runner/paths.mjs';
import { run, runNode } from '../runner/run-command.mjs';
import { pack } from './pack.mjs';

const built = (await runNode(['e2e/tooling/build.mjs'])) === 0;
const tarball = built ? await pack(path.join(cacheDirectory, 'release')) : undefined;
process.exitCode = tarball === undefined ? 1 : await run('npm', ['publish', tarball, ...process.argv.slice(2)]);

/** The part `package` of `npm test`: whether what would be published is whole, typed, without dead files, and small. */
import path from 'node:path';
import { pack } from '../tooling/pack.mjs';
import { cacheDirectory, localBin } from './paths.mjs';
import { runNode } from './run-command.mjs';

/** @returns {Promise<readonly { name: string, passed: boolean }[]>} */
export async function checkPackage() {
  const tarball = await pack(path.join(cacheDirectory, 'pack'));
  if (tarball === undefined) return [{ name: 'npm pack', passed: false }];
  /** @type {[string, string[]][]} */
  const checks = [
    ['publint', [localBin('publint/src/cli.js'), 'run', tarball, '--strict']],
    [
      'attw',
      // The ready Service Worker is a classic script: nobody imports it.
      [
        ...[localBin('@arethetypeswrong/cli/dist/index.js'), tarball, '--profile', 'esm-only', '--no-summary'],
        ...['--format', 'table-flipped', '--no-emoji', '--exclude-entrypoints', './pocketbeam-sw.js'],
      ],
    ],
    ['knip', [localBin('knip/bin/knip.js'), '--config', 'e2e/tooling/knip.json', '--treat-config-hints-as-errors']],
    ['size-limit', [localBin('size-limit/bin.js'), '--config', 'e2e/tooling/size-limit.ts']],
  ];
  const results = [];
  for (const [name, args] of checks) {
    console.log(`package: ${name}`);
    results.push({ name, passed: (await runNode(args)) === 0 });
  }
  return results;
}

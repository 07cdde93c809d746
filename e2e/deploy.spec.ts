/** `pocketbeam deploy` as a user runs it, with `pocketbeam serve` in place of the node. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { COUNTER } from './support/programs.ts';
import { startServe } from './support/serve.ts';
import { TEST_KEY } from './support/sign.ts';

const CLI = fileURLToPath(new URL('../dist/node/cli.js', import.meta.url));
const MODULE = 'a-module-of-some-lighthouse-'.padEnd(43, 'l');

test('a program is published, and read from the node', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'pocketbeam-deploy-'));
  const node = await startServe(COUNTER);
  await writeFile(path.join(folder, 'key.json'), JSON.stringify(TEST_KEY));
  await writeFile(path.join(folder, 'lamp.lua'), `Send({ device = 'patch@1.0', cache = { lamps = 2, name = Name } })`);
  const args = ['deploy', '--node', node.url, '--wallet', path.join(folder, 'key.json'), '--module', MODULE];
  const out = await new Promise<string>((resolve, reject) =>
    execFile(process.execPath, [CLI, ...args, path.join(folder, 'lamp.lua')], (error, stdout, stderr) =>
      error ? reject(new Error(stderr, { cause: error })) : resolve(stdout),
    ),
  );
  const [pid, where] = out.split('\n');
  expect(where).toContain(`${node.url}/${pid}~process@1.0/compute/cache`);
  const read = async (key: string): Promise<string> =>
    (await fetch(`${node.url}/${pid}~process@1.0/compute/cache/${key}`)).text();
  expect([await read('lamps'), await read('name')]).toEqual(['2', 'lamp']);
  await node.stop();
  await rm(folder, { recursive: true });
});

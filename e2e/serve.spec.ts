/** `pocketbeam serve` as a user starts it: the built command line in a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { COUNTER } from './support/programs.ts';

const CLI = fileURLToPath(new URL('../dist/node/cli.js', import.meta.url));

let folder: string;
const started: ChildProcess[] = [];

test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pocketbeam-serve-'));
  await writeFile(path.join(folder, 'counter.lua'), COUNTER);
});

test.afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

/** Runs the command until it has printed `until` or ended. */
async function run(
  args: string[],
  until?: RegExp,
): Promise<{ child: ChildProcess; out: string; code?: number | null }> {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  let out = '';
  return new Promise((resolve) => {
    const read = (chunk: Buffer): void => {
      out += chunk.toString();
      if (until?.test(out)) resolve({ child, out });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('close', (code) => resolve({ child, out, code }));
  });
}

const LISTENING = /listening on (http:\/\/127\.0\.0\.1:\d+)/;

test('answers over HTTP, and keeps its processes in a folder', async () => {
  const args = ['serve', '--port', '0', '--data', path.join(folder, 'data')];
  const first = await run([...args, '--load', path.join(folder, 'counter.lua')], LISTENING);
  const url = LISTENING.exec(first.out)?.[1];
  const pid = /^([\w-]{43}) +counter/m.exec(first.out)?.[1];
  const read = async (base: string | undefined): Promise<string> =>
    (await fetch(`${base}/${pid}~process@1.0/now/cache/count`)).text();
  expect(await read(url)).toBe('0');
  const missing = await fetch(`${url}/${pid}~process@1.0/compute/cache/nope`);
  expect([missing.status, await missing.text()]).toEqual([404, '"not_found"']);

  first.child.kill('SIGTERM');
  await new Promise((resolve) => first.child.once('close', resolve));
  const second = await run(args, LISTENING);
  expect(await read(LISTENING.exec(second.out)?.[1])).toBe('0');
});

test('refuses what makes no sense with words', async () => {
  expect(await run(['serve', '--port', 'x'])).toMatchObject({
    code: 2,
    out: expect.stringContaining("'x' is no port"),
  });
  expect(await run(['serve', '--memory', '--data', folder])).toMatchObject({ code: 2 });
  expect(await run(['serve', '--port', '0', '--load', path.join(folder, 'none.lua')])).toMatchObject({
    code: 1,
    out: expect.stringContaining('none.lua'),
  });
  expect(await run(['serve', '--help'])).toMatchObject({ code: 0, out: expect.stringContaining('--data DIR') });
});

/** `pocketbeam deploy` with a Pocketbeam behind HTTP in place of the node. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startClientNode, type ClientNode } from '../../../e2e/clients/client-node.ts';
import { TEST_KEY } from '../../../e2e/support/sign.ts';
import { runCli } from './cli.ts';
import { commands } from './commands.ts';
import { loadAoconnect } from './load-aoconnect.ts';

const MODULE = 'a-module-of-some-brewery-'.padEnd(43, 'b');
let folder: string;
let node: ClientNode;
let out: string[];
beforeAll(async () => {
  node = await startClientNode();
  folder = await mkdtemp(path.join(tmpdir(), 'pocketbeam-deploy-'));
  await writeFile(path.join(folder, 'key.json'), JSON.stringify(TEST_KEY));
  await writeFile(
    path.join(folder, 'brewery.lua'),
    `Send({ device = 'patch@1.0', cache = { barrels = 3, name = Name, town = ao.env.Process.Tags.Town } })`,
  );
  await writeFile(path.join(folder, 'broken.lua'), 'local barrels = = 3');
});
afterAll(async () => {
  await node.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  out = [];
  const note = (line: string): void => void out.push(line);
  vi.spyOn(console, 'log').mockImplementation(note);
  vi.spyOn(console, 'error').mockImplementation(note);
  return () => vi.restoreAllMocks();
});

/** Exit code of `pocketbeam deploy …`; what it prints is in `out`. */
const run = (file: string, ...more: string[]): Promise<number> => {
  const key = path.join(folder, 'key.json');
  const args = ['deploy', '--node', node.url, '--wallet', key, '--module', MODULE, ...more, path.join(folder, file)];
  const print = (text: string): void => void out.push(text);
  return runCli(args, commands, { out: print, err: print });
};

describe('pocketbeam deploy', () => {
  it('prints the id of the process, and where its state is', async () => {
    expect(await run('brewery.lua', '--tag', 'Town=Ale=House')).toBe(0);
    const [process, where] = out;
    expect(process).toMatch(/^[\w-]{43}$/);
    const url = /(http\S+)<key>/.exec(where ?? '')?.[1];
    const read = async (key: string): Promise<string> => (await fetch(`${url}${key}`)).text();
    expect([await read('barrels'), await read('name'), await read('town')]).toEqual(['3', 'brewery', 'Ale=House']);
  });

  it('does not publish what fails here', async () => {
    expect(await run('broken.lua')).toBe(1);
    expect(out.join('\n')).toMatch(/broken\.lua fails here already, and is not published: .*lua-syntax/s);
  });

  it('publishes it where it is told to, and says how it went', async () => {
    expect(await run('broken.lua', '--unchecked')).toBe(1);
    expect(out[0]).toMatch(/^[\w-]{43}$/);
    expect(out.join('\n')).toContain('its program failed');
  });

  it('refuses what makes no sense', async () => {
    expect(await run('brewery.lua', '--tag', 'Town')).toBe(2);
    expect(await run('brewery.lua', 'other.lua')).toBe(2);
    expect(await run('none.lua')).toBe(1);
    expect(await runCli(['deploy', 'x.lua'], commands, { out: () => undefined, err: (text) => out.push(text) })).toBe(
      2,
    );
    expect(out.join('\n')).toContain('--node is missing');
  });

  it('tells what to install', async () => {
    await expect(loadAoconnect([path.join(folder, 'package.json')])).rejects.toMatchObject({
      code: 'no-aoconnect',
      message: expect.stringContaining('npm install @permaweb/aoconnect') as string,
    });
  });
});

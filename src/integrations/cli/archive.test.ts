import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createNodePocketbeam } from '../node/node-pocketbeam.ts';
import { runCli } from './cli.ts';
import { commands } from './commands.ts';

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'pocketbeam-cli-'));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

/** Exit code, what was printed, and errors. */
async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((text: string) => void out.push(text));
  const code = await runCli(args, commands, { out: (text) => out.push(text), err: (text) => err.push(text) });
  log.mockRestore();
  return { code, out: out.join('\n'), err: err.join('\n') };
}

it('processes go from folder to folder, by file', async () => {
  const [here, there] = [await folder(), path.join(await folder(), 'new')];
  const file = path.join(here, 'processes.pocketbeam');
  const beam = await createNodePocketbeam({ data: here });
  const source = `Send({ device = 'patch@1.0', word = 'hello' })`;
  const [first, second] = [await beam.api.spawn({ source }), await beam.api.spawn({ source })];
  await beam.close();

  expect((await run('export', '--data', here, '--process', first, file)).code).toBe(0);
  expect(await run('export', '--data', here, file)).toMatchObject({ code: 1, err: expect.stringContaining('exists') });
  expect(await run('import', '--data', there, file)).toMatchObject({ code: 0, out: `${first}  slot 0` });
  expect(await run('import', '--data', there, file)).toMatchObject({
    code: 1,
    err: expect.stringContaining('replace'),
  });
  expect((await run('import', '--data', there, '--replace', '--trust', file)).code).toBe(0);
  const copy = await createNodePocketbeam({ data: there });
  expect(await copy.api.read(`/${first}~process@1.0/compute/word`)).toBe('hello');
  expect((await copy.api.list()).map(({ process }) => process)).not.toContain(second);
  await copy.close();
});

it('an id that begins with a hyphen is one, not an option', async () => {
  const here = await folder();
  await (await createNodePocketbeam({ data: here })).close();
  const id = `-${'x'.repeat(42)}`;
  const exported = await run('export', '--data', here, '--process', id, path.join(here, 'none.pocketbeam'));
  expect(exported).toMatchObject({ code: 1, err: expect.stringContaining(id) });
});

it('arguments that make no sense are told', async () => {
  const here = await folder();
  const missing = path.join(here, 'missing');
  expect(await run('export', 'file')).toMatchObject({ code: 2, err: expect.stringContaining('--data') });
  expect(await run('export', '--data', here)).toMatchObject({ code: 2, err: expect.stringContaining('one file') });
  expect(await run('import', '--data', here, 'a', 'b')).toMatchObject({ code: 2 });
  expect(await run('export', '--data', missing, 'x')).toMatchObject({
    code: 1,
    err: expect.stringContaining('no folder'),
  });
  expect(await readdir(here)).toEqual([]);
});

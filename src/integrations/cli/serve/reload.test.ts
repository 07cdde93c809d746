import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { createNodePocketbeam } from '../../node/node-pocketbeam.ts';
import { reloadOnChange } from './reload.ts';

const PROGRAM = `Count = (Count or 0) + 1
Send({ device = 'patch@1.0', cache = { count = Count, greeting = 'hello' } })`;

it('evaluates a changed file in its process, whose state stays', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'pocketbeam-reload-'));
  const file = path.join(folder, 'program.lua');
  await writeFile(file, PROGRAM);
  const { api, close } = await createNodePocketbeam();
  const process = await api.spawn({ source: PROGRAM });
  const said: string[] = [];
  const end = new AbortController();
  const watching = reloadOnChange(api, [{ file, source: PROGRAM, process }], end.signal, (line) => said.push(line));
  const cache = () => api.read(`/${process}~process@1.0/now/cache`);

  await writeFile(file, PROGRAM.replace('hello', 'good day'));
  await vi.waitFor(async () => expect(await cache()).toEqual({ count: 2, greeting: 'good day' }), 20_000);
  expect(said.at(-1)).toContain('slot 1');
  await writeFile(file, 'this is no Lua');
  await vi.waitFor(() => expect(said.at(-1)).toMatch(/slot 2: .+\(lua-/), 20_000);
  expect(await cache()).toEqual({ count: 2, greeting: 'good day' });

  end.abort();
  await watching;
  await close();
  await rm(folder, { recursive: true });
});

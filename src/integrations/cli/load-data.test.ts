import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createNodePocketbeam, type NodePocketbeam } from '../node/node-pocketbeam.ts';
import { loadData } from './load-data.ts';

const NAMED = 'a-hedge-of-hazel'.padEnd(43, 'h');
let folder: string;
let beam: NodePocketbeam;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pocketbeam-load-'));
  beam = await createNodePocketbeam();
});
afterEach(async () => {
  await beam.close();
  await rm(folder, { recursive: true });
});
const write = (name: string, text: string): Promise<void> => writeFile(path.join(folder, name), text);

it('keeps the files of a folder, by the ids in their names where there are any', async () => {
  await write(`${NAMED}.lua`, 'return 1');
  await write('notes.txt', 'hazel');
  await write('.hidden', 'x');
  await mkdir(path.join(folder, 'below'));
  const lines = await loadData(beam.api.data, [folder]);
  const [first, second] = await beam.api.data.list();
  expect(first).toMatchObject({ id: NAMED, contentType: 'application/lua', size: 8 });
  expect(second).toMatchObject({ contentType: 'text/plain', size: 5 });
  expect(lines).toEqual([
    `${NAMED}  ${path.join(folder, `${NAMED}.lua`)}`,
    `${second?.id}  ${path.join(folder, 'notes.txt')}`,
  ]);
});

it('keeps one file, whatever its ending', async () => {
  await write('blob.xyz', 'bytes');
  await loadData(beam.api.data, [path.join(folder, 'blob.xyz')]);
  const [entry] = await beam.api.data.list();
  expect(entry).toMatchObject({ size: 5 });
  expect(entry).not.toHaveProperty('contentType');
});

it('names the file that cannot be kept', async () => {
  await write('broken.ans104', 'no item');
  const file = path.join(folder, 'broken.ans104');
  await expect(loadData(beam.api.data, [file])).rejects.toThrow(file);
  await expect(loadData(beam.api.data, [path.join(folder, 'none')])).rejects.toThrow('none');
});

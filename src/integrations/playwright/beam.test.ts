import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBeam } from './beam.ts';
import { withSources } from './sources.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pocketbeam-beam-'));
  await writeFile(path.join(folder, 'broken.lua'), 'Count = 1\n\nerror("no stock")\n');
});

afterAll(() => rm(folder, { recursive: true }));

const begin = async (processes: Parameters<typeof withSources>[0]) =>
  createBeam(await withSources(processes, path.join(folder, 'playwright.config.ts')), {});

describe('the processes that a test begins with', () => {
  it('fail with file, line and code where their program does', async () => {
    await expect(begin([{ file: 'broken.lua' }])).rejects.toMatchObject({
      code: 'broken-test-process',
      message: expect.stringMatching(/broken\.lua:3: .*no stock.*\(lua-error\)/),
      details: { from: path.join(folder, 'broken.lua'), line: 3, code: 'lua-error' },
    });
    await expect(begin([{ source: 'Count = 1' }, { source: 'Count =' }])).rejects.toMatchObject({
      message: expect.stringMatching(/^processes\[1\]:1: .*\(lua-syntax\)/),
    });
  });

  it('may fail in a test that spawns them itself', async () => {
    const { beam, close } = await begin([]);
    expect(await beam.spawn({ source: 'error("no stock")' })).toMatch(/^[\w-]{43}$/);
    await close();
  });
});

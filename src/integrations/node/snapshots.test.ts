import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeClock } from '../../../e2e/support/fake-clock.ts';
import { createNodePocketbeam, type NodePocketbeam } from './node-pocketbeam.ts';

const SOURCE = `Sum = 0 Handlers.add('add', 'Add', function(msg) Sum = Sum + tonumber(msg.Tags.By) print('sum ' .. Sum) end)`;

let data: string;
beforeEach(async () => void (data = await mkdtemp(join(tmpdir(), 'pocketbeam-heaps-'))));
afterEach(() => rm(data, { recursive: true }));

async function add(beam: NodePocketbeam, process: string, count: number): Promise<string> {
  let slot = 0;
  for (let i = 0; i < count; i++) ({ slot } = await beam.api.message({ process, tags: { Action: 'Add', By: '2' } }));
  return (await beam.api.result({ process, slot })).output.data;
}

it('a server that starts again runs only what followed its snapshots', async () => {
  const clock = createFakeClock();
  const first = await createNodePocketbeam({ data, clock });
  const process = await first.api.spawn({ source: SOURCE });
  expect(await add(first, process, 60)).toBe('sum 120');
  await clock.advance(1_500);
  expect(first.snapshots()).toMatchObject({ saved: 1, failed: 0 });
  await first.close();

  const second = await createNodePocketbeam({ data, clock });
  expect(await add(second, process, 1)).toBe('sum 122');
  expect(second.snapshots()).toMatchObject({ restored: 1, refused: 0, replayed: 0 });
  await second.api.remove(process);
  expect(await readdir(join(data, 'heaps'))).toEqual([]);
  await second.close();
});

it('keeps none in memory, and none when told so', async () => {
  const [inMemory, without] = [await createNodePocketbeam(), await createNodePocketbeam({ data, snapshots: false })];
  expect([inMemory.snapshots(), without.snapshots()]).toEqual([undefined, undefined]);
  await Promise.all([inMemory.close(), without.close()]);
});

/** Whoever led before does not go on from a heap of a process that is another one by now. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MemoryKeyValue } from '../../src/store/memory.ts';
import { SOURCE, tagsOf } from './program.ts';
import { World } from './world.ts';

const PROCESS = 'model-former'.padEnd(43, '-');
let world: World;
beforeEach(() => {
  world = new World(() => new MemoryKeyValue());
});
afterEach(() => world.close());

const spawn = (): Promise<string> => world.leader.api.spawn({ id: PROCESS, source: SOURCE });

async function add(by: number): Promise<void> {
  const { slot } = await world.leader.api.message({ process: PROCESS, tags: tagsOf({ action: 'Add', by, of: 'a' }) });
  await world.leader.api.result({ process: PROCESS, slot });
}

it('after another has removed it and made it anew', { timeout: 30_000 }, async () => {
  await spawn();
  await add(100);
  world.lead();
  await world.leader.api.remove(PROCESS);
  await spawn();
  await add(1);
  world.return();
  await add(2);
  expect(await world.read(PROCESS, 'now/cache/sum')).toBe(3);
});

it.each([0, 1, 2])('after another has brought in an archive, %i slots later', { timeout: 30_000 }, async (more) => {
  await spawn();
  const archive = await world.leader.api.export();
  await add(100);
  world.lead();
  await world.leader.api.import(archive, { replace: true });
  await add(1);
  for (let n = 0; n < more; n++) await add(1);
  world.return();
  await add(2);
  expect(await world.read(PROCESS, 'now/cache')).toEqual({ sum: 3 + more, of: { a: 3 + more }, row: [3 + more, 2] });
  expect(await world.read(PROCESS, 'compute&slot=1/cache/sum')).toBe(1);
});

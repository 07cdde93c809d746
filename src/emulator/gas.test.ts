/** What a slot tells of its gas. */
import { expect, it } from 'vitest';
import { createNodePocketbeam } from '../integrations/node/node-pocketbeam.ts';

const SIEVE = `
Handlers.add('sieve', 'Sieve', function(msg)
  local marked = {}
  for i = 1, tonumber(msg.To) do marked[i] = i * i end
end)`;
const ID = 'sieve'.padEnd(43, '-');

async function gasOf(to: string) {
  const node = await createNodePocketbeam({});
  const more = { from: 'f'.padEnd(43, '-'), timestamp: 7 };
  await node.api.spawn({ id: ID, source: SIEVE, anchor: 'first', ...more });
  await node.api.message({ process: ID, tags: { Action: 'Sieve', To: to }, anchor: to, ...more });
  const result = await node.api.result({ process: ID, slot: 1 });
  return { node, gas: result.gas };
}

it('grows with the work, is the same on every run, and travels in an archive', async () => {
  const [little, much, again] = [await gasOf('10'), await gasOf('1000'), await gasOf('1000')];
  expect(little.gas).toBeGreaterThan(0);
  expect(much.gas).toBeGreaterThan(little.gas! * 5);
  expect(again.gas).toBe(much.gas);
  const archive = await much.node.api.export(ID);
  await little.node.api.import(archive, { replace: true });
  expect((await little.node.api.result({ process: ID, slot: 1 })).gas).toBe(much.gas);
  for (const { node } of [little, much, again]) await node.close();
});

it('is not told of a process that aos does not run', async () => {
  const node = await createNodePocketbeam({});
  const process = await node.api.spawn({
    module: { source: 'function compute(base) base.results = {} return base end' },
  });
  expect(await node.api.result({ process, slot: 0 })).not.toHaveProperty('gas');
  await node.close();
});

/** Parts of the library that are loaded when a program first uses them. In a file alone: nothing else has loaded them here. */
import { expect, it } from 'vitest';
import { createNodePocketbeam } from '../integrations/node/node-pocketbeam.ts';

it('a run that finds a part missing is undone and made again, whatever the program catches', async () => {
  const node = await createNodePocketbeam();
  const process = await node.api.spawn({
    source: `
      Runs = 0
      Handlers.add('Hash', 'Hash', function(msg)
        Runs = Runs + 1
        local ok, hash = pcall(function() return require('.crypto').digest.sha2_256('abc').asHex() end)
        Send({ device = 'patch@1.0', cache = { runs = Runs, ok = ok, hash = hash } })
      end)`,
  });
  const { slot } = await node.api.message({ process, tags: { Action: 'Hash' } });
  expect((await node.api.result({ process, slot })).error).toBeUndefined();
  expect(await node.api.read(`/${process}~process@1.0/compute/cache`)).toEqual({
    ...{ runs: 1, ok: true },
    hash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  });
  await node.close();
});

/** Names in any letters, of tags and of what is patched: they stay what they are, but for A to Z. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createNodePocketbeam, type NodePocketbeam } from '../integrations/node/node-pocketbeam.ts';

const ECHO = `Handlers.add('Echo', 'Echo', function(msg)
  Send({ Target = 'a-neighbour-of-some-brewery-'.. string.rep('b', 15), ['Über-Uns'] = msg.Tags['Größe-É'] or 'none' })
end)`;

let beam: NodePocketbeam;
const changed: string[] = [];
beforeAll(async () => {
  beam = await createNodePocketbeam({ onCommit: ({ keys }) => changed.push(...keys) });
});
afterAll(() => beam.close());

it('a message with them is read in the schedule, and so are those that a program sends', async () => {
  const process = await beam.api.spawn({ source: ECHO });
  const { slot } = await beam.api.message({ process, tags: { Action: 'Echo', 'Größe-É': 'ganz groß', ÄÖ: '1' } });
  const { error, messages } = await beam.api.result({ process, slot });
  expect(error).toBeUndefined();
  expect(JSON.stringify(messages)).toContain('Über-Uns');
  const path = `/${process}~process@1.0/schedule&from=${slot}&to=${slot}?accept=application/aos-2`;
  const answer = await beam.handle(new Request(`http://brewery.example${path}`));
  expect(answer?.status).toBe(200);
  expect(await answer?.text()).toContain('"value":"ganz groß"');
  const results = await beam.handle(
    new Request(`http://brewery.example/${process}~process@1.0/compute&slot=${slot}/results/serialize~json@1.0`),
  );
  expect([results?.status, await results?.text()]).toEqual([200, expect.stringContaining('Über-uns')]);
});

it('a change names them as text', async () => {
  const source = `Send({ Target = ao.id, device = 'patch@1.0', cache = { ['Fässer'] = 3, malt = 1 } })`;
  const process = await beam.api.spawn({ source });
  expect((await beam.api.result({ process, slot: 0 })).error).toBeUndefined();
  expect(changed).toEqual(expect.arrayContaining(['fässer', 'malt']));
});

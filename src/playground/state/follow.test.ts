/** What is shown after following slots is what a read of everything gives, whatever a program patches. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNodePocketbeam } from '../../integrations/node/node-pocketbeam.ts';
import { cacheAtPath } from '../text/paths.ts';
import { applyValues } from './apply.ts';
import { changedPaths, type ChangedSlot } from './changed-paths.ts';
import { isPlainMap } from './entries.ts';

const PROGRAM = `local json = require('json')
Handlers.add('Patch', 'Patch', function(msg)
  for _, cache in ipairs(json.decode(msg.Data)) do
    Send({ Target = ao.id, device = 'patch@1.0', cache = cache })
  end
end)
Send({ Target = ao.id, device = 'patch@1.0', cache = { kept = 'x', a = { b = { c = 1 }, d = 'text' } } })`;

const key = fc.constantFrom('a', 'b', 'c', 'd', 'B', 'Long-Name', 'a/b', 'keys', '1', 'ä', 'x y', 'H'.repeat(43));
const { cache } = fc.letrec<{ value: unknown; cache: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('one', 2, 2.5, true, '', 'two'),
    fc.array(fc.nat(3), { maxLength: 2 }),
    tie('cache'),
  ),
  cache: fc.dictionary(key, tie('value'), { maxKeys: 3 }),
}));

test('over any patches', async () => {
  const slots: ({ process: string; slot: number } & Pick<ChangedSlot, 'keys'>)[] = [];
  const beam = await createNodePocketbeam({
    onCommit: ({ process, slot, keys }) => slots.push({ process, slot, keys }),
  });
  let readSome = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(cache, { maxLength: 2 }), { minLength: 1, maxLength: 6 }), async (messages) => {
      const process = await beam.api.spawn({ source: PROGRAM });
      const whole = (slot: number) => beam.api.read(cacheAtPath(process, slot));
      let shown = await whole(0);
      let at = 0;
      for (const [i, patches] of messages.entries()) {
        const { slot } = await beam.api.message({ process, tags: { Action: 'Patch' }, data: JSON.stringify(patches) });
        await beam.api.result({ process, slot });
        // Sometimes more than one slot is passed at once.
        if (i % 3 === 1) continue;
        const told = slots.filter((one) => one.process === process && one.slot > at && one.slot <= slot);
        const between = await Promise.all(
          told.map(async (one) => ({ keys: one.keys, result: await beam.api.result({ process, slot: one.slot }) })),
        );
        const paths = changedPaths(shown, between);
        if (paths && isPlainMap(shown)) {
          const values = paths.map(async (path) => ({
            path,
            value: await beam.api.read(cacheAtPath(process, slot, ...path)),
          }));
          applyValues(shown, await Promise.all(values), 100);
          expect(shown).toEqual(await whole(slot));
          readSome++;
        } else {
          shown = await whole(slot);
        }
        at = slot;
      }
    }),
    { numRuns: process.env.LONG ? 500 : 60 },
  );
  expect(readSome, 'not everything was read each time').toBeGreaterThan(0);
  await beam.close();
});

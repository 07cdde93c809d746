import { expect, it } from 'vitest';
import { createNodePocketbeam } from '../node/node-pocketbeam.ts';
import { createSources } from './sources.ts';

const greet = (word: string): string => `Visits = (Visits or 0) + 1
Send({ device = 'patch@1.0', cache = { greeting = '${word}', visits = Visits } })`;

it('evaluates a changed source where the former one runs, and only there', async () => {
  const { api, close } = await createNodePocketbeam();
  const told: string[] = [];
  const console = { info: (line: string) => void told.push(line), error: (line: string) => void told.push(line) };
  const { spawn, replace } = createSources(api, console);
  const cache = (process: string) => api.read(`/${process}~process@1.0/now/cache`);
  const [one, other] = [await spawn({ source: greet('hello') }), await spawn({ source: greet('bye') })];

  expect(await replace(greet('hello'), greet('good day'))).toBe(true);
  expect(await cache(one)).toEqual({ greeting: 'good day', visits: 2 });
  expect(await cache(other)).toEqual({ greeting: 'bye', visits: 1 });

  // Saved again as it is.
  expect(await replace(greet('good day'), greet('good day'))).toBe(true);
  expect(await cache(one)).toEqual({ greeting: 'good day', visits: 2 });

  // Whoever imported the former text gets the new one.
  expect(await cache(await spawn({ source: greet('hello') }))).toEqual({ greeting: 'good day', visits: 1 });

  // Back again, and nobody runs the text of between.
  expect(await replace(greet('good day'), greet('hello'))).toBe(true);
  expect(await replace(greet('good day'), greet('hey'))).toBe(false);
  expect(await cache(one)).toEqual({ greeting: 'hello', visits: 3 });

  told.length = 0;
  expect(await replace(greet('hello'), 'no Lua')).toBe(true);
  expect(told[0]).toMatch(/^\[Pocketbeam\] The changed source fails in/);
  await close();
});

/** The budgets of the design for what a browser loads, gzip. What is printed is the state. */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { buildHost } from './support/host-app.ts';

const folder = new URL('../dist/playground/', import.meta.url);
const files = ['', 'assets/'].flatMap((below) =>
  readdirSync(new URL(below, folder))
    .filter((name) => name.endsWith('.js'))
    .map((name) => below + name),
);

/** Bytes: all scripts whose path matches, together. */
const BUDGETS: [string, RegExp, number][] = [
  ['service worker', /^pocketbeam-sw\.js$/, 30_000],
  ['workers', /-worker-/, 160_000],
];

function expectWithin(name: string, budget: number, scripts: readonly (string | Uint8Array)[]): void {
  expect(scripts).not.toEqual([]);
  const size = scripts.reduce((sum, script) => sum + gzipSync(script, { level: 9 }).length, 0);
  console.log(`${name}: ${size} of ${budget} bytes`);
  expect(size).toBeLessThanOrEqual(budget);
}

for (const [name, pattern, budget] of BUDGETS)
  test(`the ${name} stay within ${budget} bytes`, () => {
    const found = files.filter((file) => pattern.test(file));
    expectWithin(
      name,
      budget,
      found.map((file) => readFileSync(new URL(file, folder))),
    );
  });

test('what an app loads of the client stays within 8000 bytes', async () => {
  const built = [...(await buildHost())].filter(([name]) => /^assets\/(?!.*-worker-).*\.js$/.test(name));
  expectWithin(
    'client',
    8_000,
    built.map(([, script]) => script),
  );
});

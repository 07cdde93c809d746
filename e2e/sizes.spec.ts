/** The budgets of the design for what a browser loads, gzip. What is printed is the state. */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { buildHost } from './support/host-app.ts';
import { importsOf, withImports } from './support/script-imports.ts';

const folder = new URL('../dist/playground/', import.meta.url);
const files = ['', 'assets/'].flatMap((below) =>
  readdirSync(new URL(below, folder))
    .filter((name) => name.endsWith('.js'))
    .map((name) => below + name),
);

/** Bytes: all scripts whose path matches, with what they cannot start without. */
const BUDGETS: [string, RegExp, number][] = [
  ['service worker', /^pocketbeam-sw\.js$/, 30_000],
  ['workers', /-worker-/, 160_000],
];

const built = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

function expectWithin(name: string, budget: number, scripts: readonly string[]): void {
  expect(scripts).not.toEqual([]);
  const size = scripts.reduce((sum, script) => sum + gzipSync(script, { level: 9 }).length, 0);
  console.log(`${name}: ${size} of ${budget} bytes`);
  expect(size).toBeLessThanOrEqual(budget);
}

for (const [name, pattern, budget] of BUDGETS)
  test(`the ${name} stay within ${budget} bytes`, () => {
    const entries = files.filter((file) => pattern.test(file));
    expectWithin(name, budget, withImports(entries, built).map(built));
  });

test('what an app loads of the client stays within 8000 bytes', async () => {
  const app = await buildHost();
  const script = (name: string): string => String(app.get(name));
  const entries = [...script('index.html').matchAll(/src="\.\/([^"]+\.js)"/g)].flatMap(([, name]) => name ?? []);
  expectWithin('client', 8_000, withImports(entries, script).map(script));
});

/** `entries` and all that they load, at once or later; the workers that they start are none of it. */
function withAllImports(entries: readonly string[]): string[] {
  const found = new Set(entries);
  for (const file of found)
    for (const when of ['before', 'later'] as const)
      for (const imported of importsOf(built(file), file, when)) found.add(imported);
  return [...found];
}

test('what workers load later, beside their work, stays within 60000 bytes', () => {
  const entries = files.filter((file) => /-worker-/.test(file));
  const atStart = new Set(withImports(entries, built));
  const later = withAllImports(entries).filter((file) => !atStart.has(file));
  expectWithin('later', 60_000, later.map(built));
});

test('what index.html loads of the playground stays within 100000 bytes', () => {
  const entries = [...built('index.html').matchAll(/<(?:script|link)[^>]* (?:src|href)="\.\/([^"]+\.js)"/g)];
  const scripts = withImports(
    entries.flatMap(([, file]) => file ?? []),
    built,
  );
  expectWithin('playground at first', 100_000, scripts.map(built));
});

test('the playground without its workers stays within 250000 bytes', () => {
  const page = files.filter((file) => /^assets\/index-/.test(file));
  expectWithin('playground', 250_000, withAllImports(page).map(built));
});

/** The budgets of the design for what a browser loads, gzip. What is printed is the state. */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

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

for (const [name, pattern, budget] of BUDGETS)
  test(`the ${name} stay within ${budget} bytes`, () => {
    const found = files.filter((file) => pattern.test(file));
    expect(found).not.toEqual([]);
    const size = found.reduce(
      (sum, file) => sum + gzipSync(readFileSync(new URL(file, folder)), { level: 9 }).length,
      0,
    );
    console.log(`${name}: ${size} of ${budget} bytes`);
    expect(size).toBeLessThanOrEqual(budget);
  });

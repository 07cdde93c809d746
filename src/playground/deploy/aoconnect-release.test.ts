/** What the page loads is what `npm ci` installs, and what the client of the tests is. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { AOCONNECT_INTEGRITY, AOCONNECT_VERSION, aoconnectUrls } from './aoconnect-release.ts';

const require = createRequire(import.meta.url);

it('is the version that package.json names', () => {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
    'devDependencies',
    Record<string, string>
  >;
  expect(devDependencies['@permaweb/aoconnect']).toBe(AOCONNECT_VERSION);
});

it('is the file that is installed, byte for byte', () => {
  const file = readFileSync(require.resolve('@permaweb/aoconnect/browser'));
  expect(`sha384-${createHash('sha384').update(file).digest('base64')}`).toBe(AOCONNECT_INTEGRITY);
});

it('is looked for beside the page first, then at jsDelivr', () => {
  expect(aoconnectUrls('https://app.example/lab/index.html?program=x').map(String)).toEqual([
    'https://app.example/lab/aoconnect.js',
    `https://cdn.jsdelivr.net/npm/@permaweb/aoconnect@${AOCONNECT_VERSION}/dist/browser.js`,
  ]);
});

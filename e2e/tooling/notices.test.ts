/** What is bundled into the package is named with its licence. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const { devDependencies, peerDependencies } = JSON.parse(read('package.json')) as Record<
  'devDependencies' | 'peerDependencies',
  Record<string, string>
>;

/** The playground is no part of the package. */
const sources = readdirSync(new URL('../../src/', import.meta.url), { recursive: true, encoding: 'utf8' }).filter(
  (file) => /(?<!\.test)\.(?:ts|mjs)$/.test(file) && !/^playground\b|\btesting\b|\bdifferential\b/.test(file),
);
const bundled = new Set(
  sources
    .flatMap((file) => [...read(`src/${file}`).matchAll(/\bfrom '((?:@[\w-]+\/)?[\w-]+)/g)])
    .map(([, name = '']) => name)
    .filter((name) => name in devDependencies && !(name in peerDependencies)),
);

it('finds what is bundled', () => {
  expect([...bundled]).toContain('comlink');
});

it.each([...bundled])('THIRD-PARTY-NOTICES names %s in the version that is installed', (name) => {
  const { version } = JSON.parse(read(`node_modules/${name}/package.json`)) as { version: string };
  expect(read('THIRD-PARTY-NOTICES')).toContain(`${name} ${version} `);
});

/** What is bundled is named with its licence. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };

it.each(Object.keys(dependencies))('THIRD-PARTY-NOTICES names %s in the version that is installed', (name) => {
  const { version } = JSON.parse(read(`node_modules/${name}/package.json`)) as { version: string };
  expect(read('THIRD-PARTY-NOTICES')).toContain(`${name} ${version} `);
});

/** src/docs/errors.md lists exactly the codes that the source can raise. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts'))
  .map((file) => readFileSync(path.join('src', file), 'utf8'))
  .join('\n');
const listed = new Set(
  readFileSync('src/docs/errors.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([a-z-]+[a-z0-9-]*)`/g)].map((match) => match[1])),
);
const raised = new Set([...sources.matchAll(/PocketbeamError\(\s*'([a-z0-9-]+)'/g)].map((match) => match[1]));

describe('error codes', () => {
  it('are all documented', () => {
    expect(raised.size).toBeGreaterThan(30);
    expect([...raised].filter((code) => !listed.has(code))).toEqual([]);
  });
  it('are all real', () => {
    expect([...listed].filter((code) => !sources.includes(`'${code}'`))).toEqual([]);
  });
});

import { expect, test } from 'vitest';
import { aosWords } from './aos-words.ts';
import { complete } from './complete.ts';
import { luaWords } from './lua-words.ts';

const labels = (line: string, text = ''): string[] => complete(line, text)?.choices.map(({ label }) => label) ?? [];

test('offers names, modules, keywords, and the names of the text', () => {
  expect(labels('  Ha', 'local hatchery = 1')).toEqual(
    expect.arrayContaining(['Handlers', 'Send', 'function', 'hatchery', "require('json')"]),
  );
  expect(labels('  hatchery', 'hatchery')).not.toContain('hatchery');
});

test('offers what stands behind a dot, and only that', () => {
  const found = complete('x = Handlers.a', '');
  expect(found?.back).toBe(1);
  expect(found?.choices.map(({ label }) => label)).toEqual(expect.arrayContaining(['add', 'append', 'utils']));
  expect(labels('Handlers.utils.')).toContain('hasMatchingTag');
  expect(labels('Handlers.')).not.toContain('Send');
  expect(labels('unknown.')).toEqual([]);
});

test('offers nothing in comments, numbers and after one letter', () => {
  for (const line of ['-- Handlers.', 'x = 1 -- Ha', 'H', '12', '']) expect(complete(line, 'Handlers')).toBeUndefined();
});

test('every word has a line about it, once', () => {
  const all = [...aosWords, ...luaWords];
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  for (const { name, takes, about } of all) {
    expect(takes, name).not.toBe('');
    expect(about, name).toMatch(/^[^\n]{8,90}$/);
  }
});

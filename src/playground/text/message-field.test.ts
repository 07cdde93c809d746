import type { Plain } from 'pocketbeam';
import { expect, test } from 'vitest';
import { field } from './message-field.ts';

test('fields in any case, from keys and from tags', () => {
  expect(field({ Target: 'x' }, 'target')).toBe('x');
  expect(field({ Tags: [{ name: 'Action', value: 'Go' }] }, 'action')).toBe('Go');
  expect(field({ tags: { Action: 'Go' } }, 'action')).toBe('Go');
  expect(field({ action: 'Own', tags: [{ name: 'Action', value: 'Go' }] }, 'action')).toBe('Own');
});

test('what has no fields', () => {
  const values: Plain[] = [null, 1, 'text', [], {}, { tags: [1, null, {}] }, { tags: 'x' }];
  for (const value of values) expect(field(value, 'action')).toBeUndefined();
});

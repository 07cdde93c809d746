import { expect, test } from 'vitest';
import { messageLine } from './message-line.ts';

const tagged = (tags: Record<string, string>) => Object.entries(tags).map(([name, value]) => ({ name, value }));

test('what it is, and who gets it', () => {
  expect(messageLine({ Target: 'bob', Tags: tagged({ Action: 'Credit-Notice' }), Data: 'x' })).toBe(
    'Credit-Notice → bob',
  );
  expect(messageLine({ Target: 'bob', Tags: [], Data: 'two\nlines' })).toBe('two lines → bob');
  expect(messageLine({ Target: 'bob' })).toBe('message → bob');
  expect(messageLine({})).toBe('message');
  expect(messageLine(null)).toBe('message');
});

test('a patch names its keys', () => {
  const cache = { name: 'cache', value: { count: 1, total: 2 } };
  expect(messageLine({ Target: 'me', Tags: [...tagged({ device: 'patch@1.0' }), cache] })).toBe(
    'patch@1.0 of cache: count, total',
  );
  expect(messageLine({ device: 'patch@1.0', cache: {} })).toBe('patch@1.0 of nothing');
  expect(messageLine({ device: 'patch@1.0', other: 1 })).toBe('patch@1.0 of the state');
});

test('long text is cut', () => {
  expect(messageLine({ Target: 'bob', Data: 'x'.repeat(1000) })).toHaveLength(66);
});

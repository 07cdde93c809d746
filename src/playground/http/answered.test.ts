import { expect, test } from 'vitest';
import { answeredBy } from './answered-by.ts';
import { bothWays } from './both-ways.ts';

const pid = 'QUERY_both-0123456789abcdefghijklmnopqrstuv';

test('who answers is told by what the browser knows of the request', () => {
  const facts = {
    path: '/~meta@1.0/info',
    headers: new Headers(),
    url: 'http://a/~meta@1.0/info',
    throughWorker: true,
  };
  expect(answeredBy(facts)).toBe('the Service Worker');
  expect(answeredBy({ ...facts, throughWorker: undefined })).toBe('the Service Worker');
  expect(answeredBy({ ...facts, throughWorker: false })).toBe('the server of the page');
  expect(answeredBy({ ...facts, url: '' })).toContain('the worker of this page');
  expect(answeredBy({ ...facts, path: '/index.html' })).toContain('no HyperPATH');
  const headers = new Headers({ 'pocketbeam-kept': '2026-01-01T00:00:00.000Z' });
  expect(answeredBy({ ...facts, headers })).toBe('a real node, as kept at 2026-01-01T00:00:00.000Z');
});

test('compute and now of one path', () => {
  const way = (key: string, rest = '/cache/x?accept=y'): string => `/${pid}~process@1.0/${key}${rest}`;
  expect(bothWays(way('now'))).toEqual({ compute: way('compute'), now: way('now') });
  expect(bothWays(way('compute&slot=2'))).toEqual({ compute: way('compute&slot=2'), now: way('now') });
  expect(bothWays(way('compute=2', ''))).toEqual({ compute: way('compute=2', ''), now: way('now', '') });
  for (const path of [way('slot'), way('computed'), way('nowhere'), '/~meta@1.0/info'])
    expect(bothWays(path), path).toBeUndefined();
});

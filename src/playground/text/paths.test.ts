import { expect, test } from 'vitest';
import { cacheAtPath, cachePath, isAddressable, isHyperPath, scoped, toPath, withProcess } from './paths.ts';

const pid = 'PROC_hello-0123456789abcdefghijklmnopqrstuv';
const other = 'PROC_other-0123456789abcdefghijklmnopqrstuv';

test('keys are escaped', () => {
  expect(cachePath(pid)).toBe(`/${pid}~process@1.0/compute/cache`);
  expect(cachePath(pid, 'a b?#%')).toBe(`/${pid}~process@1.0/compute/cache/a%20b%3F%23%25`);
  expect(cachePath(pid, 'é', '\ud800')).toBe(`/${pid}~process@1.0/compute/cache/%C3%A9/%EF%BF%BD`);
});

test('the cache of a slot', () => {
  expect(cacheAtPath(pid, 4, 'a b')).toBe(`/${pid}~process@1.0/compute&slot=4/cache/a%20b`);
});

test('keys that no path can name', () => {
  for (const key of ['', '.', '..', 'a/b', 'a&b', '~x', 'f(x)']) expect(isAddressable(key), key).toBe(false);
  for (const key of ['a', 'a.b', '...', 'a b', pid]) expect(isAddressable(key), key).toBe(true);
});

test('what was pasted becomes a path', () => {
  const origin = 'http://localhost:4173';
  expect(toPath(' x/y ', '/', origin)).toBe('/x/y');
  expect(toPath(`${origin}/app/${pid}/now`, '/app/', origin)).toBe(`/${pid}/now`);
  expect(toPath(`/app/${pid}`, '/app/', origin)).toBe(`/${pid}`);
  expect(toPath('', '/', origin)).toBe('/');
  expect(scoped('/x', '/app/')).toBe('/app/x');
  expect(scoped('/x', '/')).toBe('/x');
});

test('which paths are ours', () => {
  for (const path of [`/${pid}~process@1.0/now`, `/${pid}`, `//${pid}/x`, '/~meta@1.0/info', '/%7emeta@1.0'])
    expect(isHyperPath(path), path).toBe(true);
  for (const path of ['/', '/index.html', `/${pid}x`, '/~', '/short~process@1.0'])
    expect(isHyperPath(path), path).toBe(false);
});

test('another process takes over the question', () => {
  expect(withProcess(cachePath(pid, 'a'), pid, other)).toBe(cachePath(other, 'a'));
  expect(withProcess('/~meta@1.0/info', pid, other)).toBe('/~meta@1.0/info');
  expect(withProcess('/x', '', other)).toBe('/x');
});

/** The work of a match is part of what a process computes: it counts as Lua's own matcher would work, however ours does it. */
import { expect, it } from 'vitest';
import { Matcher } from './string-pattern.ts';
import { FakeRuntime } from './testing/fake-runtime.ts';

const words = 'wxyz '.repeat(60);
const long = 'a'.repeat(3000);

it.each<[pattern: string, subject: string, from: number, to: number, gas: number]>([
  // Nothing that `+` gives back can match, at whichever letter the search starts.
  ['(%w+):', words, -1, 0, 1876],
  ['%w+%s+$', words, 295, 300, 1141],
  ['%w*:', words, -1, 0, 1274],
  ['%f[%d]%d', words, -1, 0, 317],
  ['()%f[%d]%d', `${words}7`, 300, 301, 622],
  ['%f[%z]', words, 300, 300, 316],
  ['(%w-)(%s)%1%2w', words, 0, 11, 45],
  ['a-b', long.slice(0, 300), -1, 0, 45763],
  ['a?a?a?b', long, -1, 0, 45013],
  ['.-(a+)%1$', long, 0, 3000, 4149],
  ['%b[]$', `[[${'x'.repeat(99)}]]`, 0, 103, 41],
])('%s', (pattern, subject, from, to, gas) => {
  const rt = new FakeRuntime();
  const matcher = new Matcher(rt, subject, pattern, 0);
  const start = matcher.search(0);
  matcher.finish();
  expect([start, matcher.end, rt.gas]).toEqual([from, to, gas]);
});

it.each([
  ['pattern too complex', 'a?'.repeat(300)],
  ['invalid capture index %3', '(%w*)(%w*)%3'],
])('%s', (message, pattern) => {
  const matcher = new Matcher(new FakeRuntime(), long, pattern, 0);
  expect(() => matcher.search(0)).toThrow(message);
});

it('tells all short patterns apart, however many are kept', () => {
  const rt = new FakeRuntime();
  const wrong: string[] = [];
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 4000; i++) {
      const text = `key-${i}`;
      const matches = (subject: string): boolean => new Matcher(rt, subject, `^key%-${i}$`, 1).match(0) >= 0;
      if (!matches(text) || matches(`key-${i + 1}`)) wrong.push(text);
    }
  }
  expect(wrong).toEqual([]);
});

import { expect, test } from 'vitest';
import { explainPath, nextSteps, withoutStep, withStep } from './explain.ts';

const pid = 'QUERY_guide-0123456789abcdefghijklmnopqrstu';
const process = `/${pid}~process@1.0`;

test('every step of a read has its words', () => {
  const steps = explainPath(`${process}/compute&slot=3/cache/fruit/2/serialize~json@1.0?accept=x&1.y=z`);
  expect(steps.map(({ text, says }) => [text, says])).toEqual([
    [`${pid}~process@1.0`, expect.stringMatching(/^the process or message of this id, asked as process@1\.0/)],
    ['compute', expect.stringContaining('the state as it is computed')],
    ['cache', expect.stringContaining('patched')],
    ['fruit', 'the key fruit of what is before it'],
    ['2', 'entry 2 of what is before it'],
    ['serialize~json@1.0', 'written as JSON'],
    ['?', 'with the request:'],
  ]);
  expect(steps[1]?.given).toEqual([{ text: '&slot=3', says: expect.stringContaining('slot 3 has left it') }]);
  expect(steps[6]?.given.map(({ text }) => text)).toEqual(['?accept=x', '?1.y=z']);
});

test('now, slots, messages without a process, casts and types', () => {
  const says = (path: string): string[] => explainPath(path).map((step) => step.says);
  expect(says(`${process}/now`)[1]).toContain('those that wait are computed first');
  expect(says(`${process}/slot/current`)[2]).toContain('newest slot');
  expect(says('/~meta@1.0/info')).toEqual([
    'starts from a message of meta@1.0 (facts about this node)',
    'what this node is and can',
  ]);
  expect(says('/~odd@1.0/x/~json@1.0/serialize')[2]).toMatch(/^from here on asked as json@1\.0/);
  expect(explainPath('/~message@1.0&n+integer=7/n')[0]?.given[0]?.text).toBe('&n+integer=7');
  expect(says('/(a/b)/c')[0]).toContain('brackets');
  // A key of the program with a name that means something elsewhere.
  expect(says(`${process}/compute/cache/schedule`)[3]).toBe('the key schedule of what is before it');
});

test('steps are taken away and put behind', () => {
  expect(withoutStep(`${process}/compute&slot=3/cache?x=1`, 2)).toBe(`${process}/compute&slot=3?x=1`);
  expect(withStep(`${process}/compute/?x=1`, '/cache')).toBe(`${process}/compute/cache?x=1`);
  expect(withStep(`${process}/compute`, '&slot=0')).toBe(`${process}/compute&slot=0`);
  expect(nextSteps(process)).toContain('/now');
  expect(nextSteps(`${process}/compute`)).toContain('&slot=0');
  expect(nextSteps(`${process}/now`)).not.toContain('&slot=0');
  expect(nextSteps(`${process}/compute/cache/a`)).toEqual(['/serialize~json@1.0']);
  expect(nextSteps(`${process}/compute/cache/serialize~json@1.0`)).toEqual([]);
  expect(() => explainPath('/%zz')).toThrow(expect.objectContaining({ code: 'bad-path' }));
});

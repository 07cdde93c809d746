import { describe, expect, it } from 'vitest';
import { analyse } from './analysis/analyse.ts';
import { withEnd, withLastLine } from './insertion.ts';

const SEND = 'Send({ device = "patch@1.0" })';

describe('a line for a handler', () => {
  it('goes to the end of its function, as far in as the line before', () => {
    const source = `Hives = 0\nHandlers.add('Swarm', 'Swarm', function(msg)\n    Hives = Hives + 1\nend)\n`;
    expect(withLastLine(source, 2, SEND)).toBe(
      `Hives = 0\nHandlers.add('Swarm', 'Swarm', function(msg)\n    Hives = Hives + 1\n    ${SEND}\nend)\n`,
    );
  });
  it('goes before the return that ends it', () => {
    const source = `Handlers.add('Swarm', function(msg)\n  Hives = 1\n  return Hives\nend)`;
    expect(withLastLine(source, 1, SEND)).toContain(`Hives = 1\n  ${SEND}\n  return Hives\nend)`);
  });
  it('stays in a function of one line', () => {
    const source = `Handlers.add('Swarm', 'Swarm', function(msg) Hives = 1 end)`;
    expect(withLastLine(source, 1, SEND)).toBe(`Handlers.add('Swarm', 'Swarm', function(msg) Hives = 1 ${SEND} end)`);
  });
  it('goes to the handle, which is behind the pattern', () => {
    const source = `Handlers.add('S',\n  function(m) return m.Action == 'S' end,\n  function(m)\n    Hives = 1\n  end)`;
    expect(withLastLine(source, 1, SEND)).toContain(`Hives = 1\n    ${SEND}\n  end)`);
  });
  it('has no place where the function stands elsewhere, nor in what is no program', () => {
    expect(withLastLine(`Handlers.add('Swarm', 'Swarm', swarm)`, 1, SEND)).toBeUndefined();
    expect(withLastLine(`Handlers.add('Swarm', function(`, 1, SEND)).toBeUndefined();
    expect(withLastLine(`Hives = 1`, 1, SEND)).toBeUndefined();
  });
});

describe('lines for the end', () => {
  it.each([
    ['a program', 'Hives = 1\n\n\n', 'Hives = 1\n\nX = 2\n'],
    ['nothing', ' \n', 'X = 2\n'],
    ['a program that returns', 'Hives = 1\nreturn Hives', 'Hives = 1\nX = 2\n\nreturn Hives'],
  ])('of %s', (_what, source, expected) => {
    expect(withEnd(source, 'X = 2')).toBe(expected);
  });
  it('have no place in what is no program', () => {
    expect(withEnd('Hives = ', 'X = 2')).toBeUndefined();
  });
});

it('a program that takes all the advice needs no more', () => {
  const before = [
    'Honey = Honey or {}',
    "Handlers.add('Harvest', 'Harvest', function(msg)",
    '  Honey[msg.From] = (Honey[msg.From] or 0) + 1 -- ünd so on',
    'end)',
    "Handlers.add('Jars', 'Jars', function(msg) msg.reply({ Data = tostring(Honey[msg.From]) }) end)",
  ].join('\n');
  const first = analyse(before);
  if ('error' in first) throw new Error(first.error.message);
  const jars = first.handlers.find(({ name }) => name === 'Jars');
  expect(jars).toMatchObject({ candidate: true, places: [{ name: 'Harvest' }] });
  const sent = withLastLine(before, jars!.places[0]!.line, jars!.send!)!;
  const after = analyse(withEnd(sent, first.initialSync!)!);
  expect(after).not.toHaveProperty('initialSync');
  expect(after).toMatchObject({
    handlers: expect.arrayContaining([expect.objectContaining({ name: 'Jars', places: [] })]),
  });
});

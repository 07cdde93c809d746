import { expect, test } from 'vitest';
import { commandOf, inputsOf } from './commands.ts';

test.each([
  ['Balances', [{ kind: 'lua', code: 'Balances' }]],
  ['.load', [{ kind: 'load' }]],
  ['.load  lib/dough.lua ', [{ kind: 'load', file: 'lib/dough.lua' }]],
  ['.load-blueprint voting', [{ kind: 'blueprint', name: 'voting' }]],
  ['.help', [{ kind: 'help' }]],
  ['  .clear\n', [{ kind: 'clear' }]],
  ['   \n ', []],
])('%j', (typed, commands) => {
  expect(inputsOf(typed).map(commandOf)).toEqual(commands);
});

test('lines copied from a terminal run one after the other, without their prompts', () => {
  const copied = [
    'default@aos-2.0.6> Loaf = spawn(Dough)',
    'default@aos-2.0.6[Inbox:3]> Send({ Target = Loaf,',
    '  Action = "Bake" })',
    'aos> #Inbox',
  ].join('\n');
  expect(inputsOf(copied)).toEqual(['Loaf = spawn(Dough)', 'Send({ Target = Loaf,\n  Action = "Bake" })', '#Inbox']);
});

test('several lines without a prompt are one piece of Lua', () => {
  const code = 'for i = 1, 3 do\n  print(i > 2)\nend';
  expect(inputsOf(code)).toEqual([code]);
});

test.each(['.editor', '.', '.loaded x', '.Load'])('%s is told to be no command', (input) => {
  expect(() => commandOf(input)).toThrow(/^There is no command .*\.help/);
});

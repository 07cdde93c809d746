import { expect, test } from 'vitest';
import { stripAnsi } from './ansi.ts';

test('colours go, text stays', () => {
  expect(stripAnsi('\x1b[32mdefault\x1b[0m@aos-2.0.6\x1b[1;38;5;200m>\x1b[0m')).toBe('default@aos-2.0.6>');
});

test('cursor moves, titles and short escapes go', () => {
  expect(stripAnsi('\x1b[2J\x1b[?25la\x1b]0;title\x07b\x1b]8;;x\x1b\\c\x1b(Bd\x1bMe')).toBe('abcde');
});

test('brackets without an escape stay', () => {
  expect(stripAnsi('[32m list[1] = 2')).toBe('[32m list[1] = 2');
});

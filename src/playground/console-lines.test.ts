import { expect, test } from 'vitest';
import { linesOf } from './console-lines.ts';

const nothing = { messages: [], spawns: [], assignments: [] };

test('each printed line stands alone, without colours', () => {
  const output = { data: '\x1b[32ma\x1b[0m\n\nb\n', prompt: '' };
  expect(linesOf({ slot: 2, output, ...nothing })).toEqual([
    { kind: 'print', slot: 2, text: 'a' },
    { kind: 'print', text: '' },
    { kind: 'print', text: 'b' },
  ]);
});

test('the error comes last; a silent slot has no line', () => {
  const output = { data: '', prompt: '' };
  expect(linesOf({ slot: 0, output, ...nothing })).toEqual([]);
  const error = { code: 'lua-error', message: 'boom', line: 3 };
  expect(linesOf({ slot: 4, output, error, ...nothing })).toEqual([
    { kind: 'error', slot: 4, text: 'boom [line 3, lua-error]' },
  ]);
});

test('endless lines end', () => {
  const [line] = linesOf({ slot: 0, output: { data: 'x'.repeat(1e6), prompt: '' }, ...nothing });
  expect(line?.text).toHaveLength(2000);
});

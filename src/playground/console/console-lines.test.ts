import { expect, test } from 'vitest';
import { linesOf, textLines } from './console-lines.ts';

const nothing = { messages: [], spawns: [], assignments: [] };
const plain = (text: string) => (text ? [{ text, style: {} }] : []);

test('each printed line stands alone, in its colours', () => {
  const output = { data: 'one \x1b[32mgreen\nstill\x1b[0m\n\nb\n', prompt: '' };
  const green = { color: 'green' };
  expect(linesOf('oven', { slot: 2, output, ...nothing })).toEqual([
    { kind: 'print', process: 'oven', slot: 2, parts: [...plain('one '), { text: 'green', style: green }] },
    { kind: 'print', process: 'oven', parts: [{ text: 'still', style: green }] },
    { kind: 'print', process: 'oven', parts: [] },
    { kind: 'print', process: 'oven', parts: plain('b') },
  ]);
});

test('the error comes last; a silent slot has no line', () => {
  const output = { data: '', prompt: '' };
  expect(linesOf('oven', { slot: 0, output, ...nothing })).toEqual([]);
  const error = { code: 'lua-error', message: 'boom', line: 3 };
  expect(linesOf('oven', { slot: 4, output, error, ...nothing })).toEqual([
    { kind: 'error', process: 'oven', slot: 4, parts: plain('boom [line 3, lua-error]') },
  ]);
});

test('endless lines end, colours or not', () => {
  const length = (text: string): number =>
    textLines('print', text)[0]!.parts.reduce((sum, part) => sum + part.text.length, 0);
  expect(length('x'.repeat(1e5))).toBe(2_000);
  expect(length('\x1b[31mab\x1b[0m'.repeat(5_000))).toBe(2_000);
});

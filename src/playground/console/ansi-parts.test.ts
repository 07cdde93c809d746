import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stripAnsi } from '../text/ansi.ts';
import { partsOf } from './ansi-parts.ts';

test.each([
  [
    '\x1b[31mred\x1b[39m plain',
    [
      ['red', { color: 'red' }],
      [' plain', {}],
    ],
  ],
  [
    '\x1b[1;4mboth\x1b[22mline',
    [
      ['both', { bold: true, underline: true }],
      ['line', { underline: true }],
    ],
  ],
  [
    '\x1b[90mgray\x1b[96mcyan\x1b[mnone',
    [
      ['gray', { color: 'gray' }],
      ['cyan', { color: 'cyan' }],
      ['none', {}],
    ],
  ],
  // Colours of 256 and of 24 bits are left out, with the numbers that belong to them.
  [
    '\x1b[38;5;31ma\x1b[48;2;1;2;31;1mb',
    [
      ['a', {}],
      ['b', { bold: true }],
    ],
  ],
  // What moves the cursor or sets the title is no colour.
  ['\x1b[2Ja\x1b]0;title\x07b', [['ab', {}]]],
])('%j', (line, wanted) => {
  expect(partsOf(line).parts.map(({ text, style }) => [text, style])).toEqual(wanted);
});

test('a line begins as the one before it ended', () => {
  const { after } = partsOf('\x1b[35mbegun');
  expect(partsOf('goes on', after).parts).toEqual([{ text: 'goes on', style: { color: 'magenta' } }]);
});

test('whatever the codes, the text is that without them', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.array(fc.nat(110), { maxLength: 5 }).map((codes) => `\x1b[${codes.join(';')}m`),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const line = pieces.join('');
      const { parts } = partsOf(line);
      expect(parts.map(({ text }) => text).join('')).toBe(stripAnsi(line));
    }),
  );
});

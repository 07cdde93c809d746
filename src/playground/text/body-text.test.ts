import { expect, test } from 'vitest';
import { bodyAs, bodyText, fittingForm } from './body-text.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('text is shown as it is', () => {
  expect(bodyText(bytes('<b>hé</b>\n'))).toEqual({ text: '<b>hé</b>\n' });
  expect(bodyText(bytes(''))).toEqual({ text: '' });
});

test('JSON gets line breaks and keeps its digits', () => {
  const json = '{"a":[1,12345678901234567890],"b":{},"c":"x,{\\"y\\"}: z"}';
  const { text } = bodyText(bytes(json), 'application/json; charset=utf-8');
  expect(text).toBe('{\n  "a": [\n    1,\n    12345678901234567890\n  ],\n  "b": {},\n  "c": "x,{\\"y\\"}: z"\n}');
  expect(bodyText(bytes('not { json'), 'application/json').text).toContain('json');
});

test('bytes that are no text are dumped', () => {
  expect(bodyText(new Uint8Array([0, 255, 65]))).toEqual({
    text: `0000  00 ff 41${' '.repeat(39)}  ..A`,
    note: '3 bytes that are no text.',
  });
  const { text, note } = bodyText(new Uint8Array(600));
  expect(text.split('\n')).toHaveLength(32);
  expect(note).toBe('600 bytes that are no text; the first 512 are shown.');
});

test('long text is cut', () => {
  const { text, note } = bodyText(bytes('x'.repeat(100_001)));
  expect(text).toHaveLength(100_000);
  expect(note).toBe('The first 100000 of 100001 characters are shown.');
});

test('any body in the form that is wanted', () => {
  expect(fittingForm(bytes('{}'), 'application/json')).toBe('JSON');
  expect(fittingForm(bytes('{}'), 'text/plain')).toBe('text');
  expect(fittingForm(new Uint8Array([0]), 'application/json')).toBe('hex');
  expect(bodyAs('JSON', bytes('[1]')).text).toBe('[\n  1\n]');
  expect(bodyAs('hex', bytes('A')).text).toMatch(/^0000 {2}41 +A$/);
  expect(bodyAs('text', new Uint8Array([65, 255])).text).toBe('A\ufffd');
});

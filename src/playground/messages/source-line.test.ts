import { expect, test } from 'vitest';
import { placeOf } from './source-line.ts';

const files = [
  { path: 'main.lua', text: 'a = 1\nb = a + {}\nc = 3' },
  { path: 'lib/oven.lua', text: 'heat = nil\nreturn heat.on' },
];

test('a line that is still what was run is found', () => {
  expect(placeOf({ line: 2 }, 'x = 0\r\nb = a + {}', files)).toEqual({ path: 'main.lua', line: 2 });
  expect(placeOf({ line: 2, file: 'lib/oven.lua' }, 'anything', files)).toEqual({ path: 'lib/oven.lua', line: 2 });
});

test.each<[{ line?: number; file?: string }, string, string]>([
  [{ line: 1 }, 'a = 2', 'the line has changed'],
  [{ line: 9 }, 'a', 'neither has such a line in the editor'],
  [{}, 'a = 1', 'no line is named'],
  [{ line: 1, file: 'mill.lua' }, 'a = 1', 'there is no such file'],
  [{ line: 7, file: 'lib/oven.lua' }, '', 'the file is shorter'],
])('%j of %j leads nowhere: %s', (error, ran) => expect(placeOf(error, ran, files)).toBeUndefined());

/** Gas follows size: each native whose work grows with its input, at two sizes. The table is printed. */
import { expect, it } from 'vitest';
import type { NativeFunction } from '../native.ts';
import type { Library, NativeBody } from '../native.ts';
import type { LuaValue } from '../value.ts';
import { createBint } from './bint.ts';
import { jsonLibrary } from './json.ts';
import { stringLibrary } from './string.ts';
import { tableLibrary } from './table.ts';
import { FakeRuntime } from './testing/fake-runtime.ts';
import { utf8Library } from './utf8.ts';

type Case = readonly [name: string, library: Library, args: (rt: FakeRuntime, size: number) => LuaValue[]];

const SMALL = 2_000;
const LARGE = 20_000;

const numbers = (rt: FakeRuntime, size: number) =>
  rt.list(...Array.from({ length: size }, (_, at) => (at * 7919) % 10_007));
const x = (size: number): string => 'x'.repeat(size);

const cases: readonly Case[] = [
  ['byte', stringLibrary, (_rt, size) => [x(size), 1, -1]],
  ['char', stringLibrary, (_rt, size) => Array.from({ length: size }, () => 65)],
  ['find', stringLibrary, (_rt, size) => [x(size), 'y', 1, true]],
  ['find', stringLibrary, (_rt, size) => [x(size), '[yz]']],
  ['match', stringLibrary, (_rt, size) => [x(size), '.-y?$']],
  ['gsub', stringLibrary, (_rt, size) => [x(size), '.', '%0']],
  ['format', stringLibrary, (_rt, size) => ['%s', x(size)]],
  ['lower', stringLibrary, (_rt, size) => [x(size)]],
  ['upper', stringLibrary, (_rt, size) => [x(size)]],
  ['reverse', stringLibrary, (_rt, size) => [x(size)]],
  ['rep', stringLibrary, (_rt, size) => ['x', size]],
  ['sub', stringLibrary, (_rt, size) => [x(size), 2]],
  ['pack', stringLibrary, (_rt, size) => ['z', x(size)]],
  ['unpack', stringLibrary, (_rt, size) => ['b'.repeat(size), x(size)]],
  ['concat', tableLibrary, (rt, size) => [numbers(rt, size)]],
  ['insert', tableLibrary, (rt, size) => [numbers(rt, size), 1, 0]],
  ['remove', tableLibrary, (rt, size) => [numbers(rt, size), 1]],
  ['move', tableLibrary, (rt, size) => [numbers(rt, size), 1, size, 2]],
  ['pack', tableLibrary, (_rt, size) => Array.from({ length: size }, () => 1)],
  ['unpack', tableLibrary, (rt, size) => [numbers(rt, size)]],
  ['sort', tableLibrary, (rt, size) => [numbers(rt, size)]],
  ['encode', jsonLibrary, (rt, size) => [numbers(rt, size)]],
  ['decode', jsonLibrary, (_rt, size) => [`[${'1,'.repeat(size)}1]`]],
  ['len', utf8Library, (_rt, size) => [x(size)]],
  ['codepoint', utf8Library, (_rt, size) => [x(size), 1, -1]],
  ['offset', utf8Library, (_rt, size) => [x(size), size]],
];

function used(body: NativeBody, args: (rt: FakeRuntime, size: number) => LuaValue[], size: number): number {
  const rt = new FakeRuntime();
  const values = args(rt, size);
  const before = rt.gas;
  rt.run(body, ...values);
  return rt.gas - before;
}

it('each native charges by the size of its work', () => {
  const lines: string[] = [];
  for (const [name, library, args] of cases) {
    const body = library.functions[name]!;
    const small = used(body, args, SMALL);
    const large = used(body, args, LARGE);
    lines.push(`${library.name}.${name}`.padEnd(16) + String(small).padStart(8) + String(large).padStart(9));
    expect(large / small, `${library.name}.${name}: ${small} at ${SMALL}, ${large} at ${LARGE}`).toBeGreaterThan(7);
  }
  console.log(`gas at sizes ${SMALL} and ${LARGE}\n${lines.join('\n')}`);
});

it('big integers charge by their width', () => {
  const cost = (bits: number): number => {
    const rt = new FakeRuntime();
    const bint = rt.call(createBint(rt), [bits])[0];
    const multiply = rt.index(bint, '__mul') as NativeFunction;
    const before = rt.gas;
    rt.run(multiply.body, 3, 5);
    return rt.gas - before;
  };
  expect(cost(65536)).toBeGreaterThan(100 * cost(256));
});

/** The measure of the reachable heap sees what is being stored, wherever the account passes its ceiling. */
import { describe, expect, it } from 'vitest';
import { LuaError } from './errors.ts';
import { Heap } from './heap.ts';
import type { Interpreter } from './interpreter/interpreter.ts';
import { reachableBytes } from './interpreter/reachable.ts';
import { createMachine } from './machine.ts';
import { NativeFunction } from './native.ts';
import { LuaTable } from './table.ts';
import type { LuaValue } from './value.ts';

const CHAINS = [
  'local t = {} while true do t = { t } end',
  'local t = {} while true do t = { next = t } end',
  'local t = {} while true do local u = {} u[1] = t t = u end',
];

describe.each(['interpreter', 'compiled'] as const)('a chain of tables without end: %s', (tier) => {
  it.each(CHAINS)('%s', (source) => {
    // By what else there is, another step of the loop passes the ceiling.
    for (let more = 0; more < 160; more += 8) {
      const machine = createMachine({ tier, memory: 2 ** 20, gas: 2_000_000 });
      const chunk = machine.load(source, '=chain');
      machine.globals.setString('more', 'x'.repeat(more));
      expect(() => machine.call(chunk)).toThrow('not enough memory');
    }
  });
});

it('what is being stored counts while it is nowhere else', () => {
  const seen: LuaValue[][] = [];
  const heap = new Heap(
    100,
    (held) => {
      seen.push([...held]);
      return 0;
    },
    () => new LuaError('not enough memory'),
  );
  const stores: ((table: LuaTable) => void)[] = [
    (table) => table.append('appended'),
    (table) => table.setString('key', 'named'),
    (table) => table.setList(1, ['first', 'second', 'third'], 1, 2),
  ];
  for (const store of stores) {
    heap.bytes = 0;
    const table = new LuaTable(heap);
    heap.bytes = 100;
    store(table);
  }
  expect(seen).toEqual([['appended'], ['named'], ['second', 'third']]);
});

it('what a frame kept from a protected call before does not count', () => {
  const machine = createMachine();
  const measure = new NativeFunction('test.measure', (rt) => reachableBytes(rt as Interpreter));
  machine.globals.setString('measure', measure);
  const source = `
    local function here() local bytes = measure() return bytes end
    local before = here()
    do
      local large = ('x'):rep(100000)
      xpcall(function() end, function() return large end)
    end
    return before, here()`;
  const [before, after] = machine.call(machine.load(source, '=frames'));
  expect(Number(after) - Number(before)).toBeLessThan(100_000);
});

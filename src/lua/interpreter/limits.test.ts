import { describe, expect, it } from 'vitest';
import { createMachine, GasError, LuaError, type Machine } from '../machine.ts';
import { NativeFunction } from '../native.ts';

const call = (machine: Machine, source: string): readonly unknown[] => machine.call(machine.load(source, '=test'));

describe("limits of JavaScript are Lua's own errors", () => {
  it.each([
    ['a string past its longest length', () => 'x'.repeat(2 ** 20).repeat(2 ** 20), 'not enough memory'],
    ['an array past its longest length', () => new Array(2 ** 32).length, 'not enough memory'],
    [
      'the end of the stack',
      function deep(): number {
        return 1 + deep();
      },
      'stack overflow',
    ],
  ])('%s', (_, body, message) => {
    const machine = createMachine();
    machine.globals.setString('native', new NativeFunction('native', body));
    const [ok, error] = call(machine, 'return pcall(native)');
    expect(ok).toBe(false);
    expect(error).toMatch(new RegExp(`${message}$`));
  });

  it('other faults of natives reach the host', () => {
    const machine = createMachine();
    machine.globals.setString(
      'native',
      new NativeFunction('native', () => {
        throw new RangeError('our own fault');
      }),
    );
    expect(() => call(machine, 'return pcall(native)')).toThrow('our own fault');
  });
});

describe('tracebacks of deep stacks', () => {
  it('describe only the levels they show', { timeout: 5000 }, () => {
    const [, text] = call(createMachine(), 'local function f() return 1 + f() end return xpcall(f, debug.traceback)');
    expect(String(text).split('\n')).toHaveLength(24);
  });
});

describe('gas', () => {
  const failing =
    'local t = setmetatable({ k = 1 }, {}) for i = 1, 100 do local x = t.k if i == 60 then x = x < {} end end';

  it('of work before an error counts, the same with warm and cold caches', () => {
    const machine = createMachine();
    const chunk = machine.load(failing, '=test');
    const used = [1, 2, 3].map(() => {
      expect(() => machine.call(chunk)).toThrow(LuaError);
      return machine.gasUsed;
    });
    expect(new Set(used).size).toBe(1);
    expect(used[0]).toBeGreaterThan(60 * 4);
  });

  it('ends a loop at the same turn whatever ran before', () => {
    const turns = [1, 2].map(() => {
      const machine = createMachine();
      const chunk = machine.load('for i = 1, 1e9 do n = i end', '=test');
      return [50_000, 50_001, 50_002, 50_003].map((gas) => {
        expect(() => machine.call(chunk, [], { gas })).toThrow(GasError);
        return machine.globals.getString('n');
      });
    });
    expect(turns[0]).toEqual(turns[1]);
    expect(Number(turns[0]?.[0])).toBeGreaterThan(24_990);
  });
});

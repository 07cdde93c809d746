import { describe, expect, it } from 'vitest';
import { LuaError } from '../errors.ts';
import { NativeFunction } from '../native.ts';
import { LuaFloat } from '../value.ts';
import type { NativeClosure } from './native-closure.ts';
import { restoreNativeClosure } from './native-closure.ts';
import { stringLibrary } from './string.ts';
import { FakeRuntime, OutOfGas } from './testing/fake-runtime.ts';

const { format, gmatch, gsub, find, match, rep, pack, packsize, dump, byte } = stringLibrary.functions;
const rt = new FakeRuntime();

describe('string.format', () => {
  it('rounds ties to even at precision 0', () => {
    expect(rt.try(format!, '%.0f|%.0e|%5.f', 1.5, 1.5, 2.5)).toBe('2|2e+00|    2');
  });
  it('keeps the zero flag of octal numbers with a prefix', () => {
    expect(rt.try(format!, '%0# 30o', -2)).toBe('000000001777777777777777777776');
  });
  it('is exact for 64 bits', () => {
    expect(rt.try(format!, '%d %x %X %u', -(2n ** 63n), -1, 3735928559, -1)).toBe(
      '-9223372036854775808 ffffffffffffffff DEADBEEF 18446744073709551615',
    );
  });
  it('reports missing arguments before bad directives', () => {
    expect(rt.try(format!, '%y')).toBe("error: bad argument #2 to '?' (no value)");
    expect(rt.try(format!, '%y', 1)).toBe("error: invalid option '%y' to 'format'");
    expect(rt.try(format!, '%', 1)).toBe("error: invalid option '%<\\0>' to 'format'");
  });
  it('writes what the reader takes back', () => {
    expect(rt.try(format!, '%q', 'a\n\x001\r"\\\xc8')).toBe('"a\\\n\\0001\\13\\"\\\\\xc8"');
    expect(rt.try(format!, '%q %q %q', new LuaFloat(1), -(2n ** 63n), 0.1)).toBe(
      '0x1p+0 0x8000000000000000 0x1.999999999999ap-4',
    );
  });
});

describe('patterns', () => {
  it('end when gas does', () => {
    const poor = new FakeRuntime(100_000);
    expect(() => poor.run(find!, 'a'.repeat(100), '.-'.repeat(12) + 'b')).toThrow(OutOfGas);
    expect(() => poor.run(match!, 'a'.repeat(200_000), 'a*'.repeat(20) + 'b')).toThrow(OutOfGas);
  });
  it('charge the same whether the pattern is known or not', () => {
    const used = [1, 2].map(() => {
      const one = new FakeRuntime();
      one.run(gsub!, 'hello world', '(%w+) never seen', '%1');
      return one.gas;
    });
    expect(used[0]).toBe(used[1]);
  });
  it('give up on deep nesting', () => {
    expect(rt.try(match!, 'a'.repeat(300), 'a?'.repeat(300))).toBe('error: pattern too complex');
  });
  it('replace by table and function', () => {
    const table = rt.newTable();
    table.setString('a', 'X');
    table.setString('b', 7);
    table.setString('c', false);
    expect(rt.run(gsub!, 'abcd', '%w', table)).toEqual(['X7cd', 4]);
    const upper = new NativeFunction('f', (_rt, [first, second]) => `<${String(second)}${String(first)}>`);
    expect(rt.run(gsub!, 'k=v', '(%w)=(%w)', upper)).toEqual(['<vk>', 1]);
    const wrong = new NativeFunction('f', (inner) => inner.newTable());
    expect(rt.try(gsub!, 'a', 'a', wrong)).toBe('error: invalid replacement value (a table)');
    expect(rt.run(gsub!, 'abc', '', '-')).toEqual(['-a-b-c-', 4]);
    expect(rt.run(gsub!, 'hello world', 'o', '0', 1)).toEqual(['hell0 world', 1]);
  });
  it('refuse replacements that grow beyond memory', () => {
    expect(rt.try(gsub!, 'x'.repeat(1 << 20), 'x', 'y'.repeat(1 << 20))).toBe('error: not enough memory');
  });
});

describe('string.gmatch', () => {
  const all = (subject: string, pattern: string): unknown[] => {
    const iterator = rt.run(gmatch!, subject, pattern)[0]!;
    const found: unknown[] = [];
    for (let values = rt.call(iterator, []); values[0] !== undefined; values = rt.call(iterator, []))
      found.push(values);
    return found;
  };
  it('walks all matches', () => {
    expect(all('a=1, b=2', '(%w+)=(%w+)')).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
    expect(all('abc', '')).toHaveLength(4);
    expect(all('aab', 'a*')).toEqual([['aa'], ['']]);
    expect(all('^a', '^a')).toEqual([['^a']]);
  });
  it('is found again by name and state', () => {
    const iterator = rt.run(gmatch!, 'x y', '%w')[0] as NativeClosure;
    rt.call(iterator, []);
    const twin = restoreNativeClosure(iterator.name, iterator.state)!;
    expect(rt.call(twin, [])).toEqual(['y']);
    expect(rt.call(twin, [])).toEqual([undefined]);
    expect(rt.call(twin, [])).toEqual([undefined]);
  });
  it('takes part in heap transactions', () => {
    const iterator = rt.run(gmatch!, 'x y', '%w')[0]!;
    const transaction = rt.heap.begin();
    expect(rt.call(iterator, [])).toEqual(['x']);
    transaction.rollback();
    expect(rt.call(iterator, [])).toEqual(['x']);
  });
});

describe('sizes', () => {
  it('string.rep fails instead of hanging', () => {
    expect(rt.try(rep!, 'x', 2 ** 31 - 1)).toBe('error: not enough memory');
    expect(rt.try(rep!, 'x', 2 ** 31)).toBe('error: resulting string too large');
    expect(rt.try(rep!, 'abc', 2n ** 62n)).toBe('error: resulting string too large');
    expect(rt.try(rep!, 'x', 2 ** 30)).toBe('error: not enough memory');
    expect(rt.try(rep!, '', 2n ** 62n)).toBe('');
  });
  it('string.byte has as many results as Lua', () => {
    expect(() => rt.run(byte!, 'x'.repeat(1_000_000), 1, -1)).toThrow(LuaError);
    expect(rt.run(byte!, 'x'.repeat(1000), 1, -1)).toHaveLength(1000);
  });
  it('pack has the sizes of a 64-bit machine', () => {
    for (const [option, size] of Object.entries({ l: 8, L: 8, T: 8, i: 4, j: 8, n: 8, '!i1l': 16 })) {
      expect(rt.try(packsize!, option)).toBe(size);
    }
    expect(rt.try(pack!, 's', 'ab')).toBe('\x02\0\0\0\0\0\0\0ab');
  });
  it('dump is refused', () => {
    expect(rt.try(dump!, new NativeFunction('f', () => 1))).toBe('error: unable to dump given function');
  });
});

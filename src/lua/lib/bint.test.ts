import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LuaError } from '../errors.ts';
import type { LuaTable } from '../table.ts';
import { LuaFloat, type LuaValue } from '../value.ts';
import { createBint } from './bint.ts';
import { FakeRuntime } from './testing/fake-runtime.ts';

const rt = new FakeRuntime();
const library = createBint(rt);
const bint = rt.call(library, [256])[0] as LuaTable;

function call(name: string, ...args: LuaValue[]): LuaValue {
  return rt.call(bint.getString(name), args)[0];
}
const of = (value: LuaValue): LuaValue => rt.call(bint, [value])[0];
const big = (value: bigint): LuaValue => of(value.toString());
const text = (value: LuaValue): string => rt.tostring(value);

describe('bint', () => {
  it('makes numbers of integers and strings', () => {
    expect(text(of(5))).toBe('5');
    expect(text(of(10 ** 12))).toBe('1000000000000');
    expect(text(of(2n ** 63n - 1n))).toBe('9223372036854775807');
    expect(text(of('21000000000000000000'))).toBe('21000000000000000000');
    expect(text(of('-0xff'))).toBe('-255');
    expect(text(of('0b101'))).toBe('5');
    expect(text(of(new LuaFloat(2)))).toBe('2');
    for (const wrong of [1.5, new LuaFloat(2.1e19), 'x', '', undefined, true, ' 1']) {
      expect(() => of(wrong)).toThrow(LuaError);
      expect(call('tobint', wrong)).toBe(undefined);
    }
    expect(call('parse', 1.5)).toBe(1.5);
    expect(text(call('frombase', 'zz', 36))).toBe('1295');
    expect(call('frombase', '9', 8)).toBe(undefined);
    expect(text(call('fromuinteger', -1))).toBe('18446744073709551615');
    expect(text(call('frominteger', -1))).toBe('-1');
    expect(text(call('fromle', '\x01\x02'))).toBe('513');
    expect(text(call('frombe', '\x01\x02'))).toBe('258');
    expect(text(call('maxinteger'))).toBe((2n ** 255n - 1n).toString());
    expect(text(call('mininteger'))).toBe((-(2n ** 255n)).toString());
    expect(text(call('zero')) + text(call('one'))).toBe('01');
  });
  it('has one module for each width', () => {
    expect(rt.call(library, [256])[0]).toBe(bint);
    const small = rt.call(library, [64])[0] as LuaTable;
    expect(text(rt.call(small.getString('__add'), ['9223372036854775807', 1])[0])).toBe('-9223372036854775808');
    expect(() => rt.call(library, [100])).toThrow('bitsize');
  });
  it('mixes with Lua numbers', () => {
    expect(text(call('__add', of(5), 3000000000))).toBe('3000000005');
    expect(text(call('__add', of(5), '7'))).toBe('12');
    expect(call('__add', of(5), 0.5)).toBe(5.5);
    expect(call('__div', of(7), 2)).toBe(3.5);
    expect(call('__pow', of(2), 3)).toEqual(new LuaFloat(8));
    expect(call('__lt', of(2), 2.5)).toBe(true);
    expect(call('__le', 3, of(3))).toBe(true);
    expect(call('__eq', of(3), of(3))).toBe(true);
    expect(call('eq', of(3), 3)).toBe(true);
    expect(call('__idiv', of(-7), 2.5)).toEqual(new LuaFloat(-3));
    expect(call('__mod', of(-7), 2.5)).toBe(0.5);
    expect(() => call('__add', of(1), 'x')).toThrow('arithmetic');
    expect(() => call('__idiv', of(1), 0)).toThrow("attempt to perform 'n//0'");
    expect(() => call('__mod', of(1), of(0))).toThrow("attempt to perform 'n%%0'");
    expect(() => call('__band', of(1), 0.5)).toThrow('integer representation');
  });
  it('answers questions', () => {
    expect(['isbint', 'isintegral', 'isnumeric'].map((name) => call(name, of(1)))).toEqual([true, true, true]);
    expect(['isbint', 'isintegral', 'isnumeric'].map((name) => call(name, 1.5))).toEqual([false, false, true]);
    expect(
      ['iszero', 'isone', 'isminusone', 'isneg', 'ispos', 'iseven', 'isodd'].map((name) => call(name, of(-1))),
    ).toEqual([false, false, true, true, false, false, true]);
    expect(call('type', of(1))).toBe('bint');
  });
  it('turns into other values', () => {
    expect(call('tonumber', of(10 ** 12))).toBe(10 ** 12);
    expect(call('tonumber', of('100000000000000000000'))).toEqual(new LuaFloat(1e20));
    expect(call('tointeger', of('18446744073709551617'))).toBe(1);
    expect(call('touinteger', 4294967295)).toBe(4294967295);
    expect(call('tobase', of(-255), 16)).toBe('f'.repeat(62) + '01');
    expect(call('tobase', of(-255), 16, false)).toBe('-ff');
    expect(call('tobase', of(-255))).toBe('-255');
    expect(call('tobe', of(258), true)).toBe('\x01\x02');
    expect(call('tole', of(258), true)).toBe('\x02\x01');
    expect((call('tole', of(258)) as string).length).toBe(32);
  });
  it('[§4/2a] computes as integers of 256 bits', () => {
    const operand = fc.oneof(
      fc.bigInt(-(2n ** 255n), 2n ** 255n - 1n),
      fc.bigInt(-(2n ** 64n), 2n ** 64n),
      fc.bigInt(-10n, 10n),
    );
    const wrap = (value: bigint) => BigInt.asIntN(256, value).toString();
    fc.assert(
      fc.property(operand, operand, (a, b) => {
        expect(text(call('__add', big(a), big(b)))).toBe(wrap(a + b));
        expect(text(call('__sub', big(a), big(b)))).toBe(wrap(a - b));
        expect(text(call('__mul', big(a), big(b)))).toBe(wrap(a * b));
        expect(text(call('__bxor', big(a), big(b)))).toBe(wrap(a ^ b));
        expect(call('ult', big(a), big(b))).toBe(BigInt.asUintN(256, a) < BigInt.asUintN(256, b));
        expect(call('__lt', big(a), big(b))).toBe(a < b);
        if (b !== 0n) {
          const [quotient, remainder] = rt.call(bint.getString('tdivmod'), [big(a), big(b)]);
          expect([text(quotient), text(remainder)]).toEqual([wrap(a / b), wrap(a % b)]);
          const floored = rt.call(bint.getString('idivmod'), [big(a), big(b)]).map((value) => BigInt(text(value)));
          expect(BigInt.asIntN(256, floored[0]! * b + floored[1]!)).toBe(a);
          expect(floored[1] === 0n || floored[1]! < 0n === b < 0n).toBe(true);
        }
      }),
    );
    expect(text(call('ipow', of(3), 100))).toBe((3n ** 100n).toString());
    expect(text(call('upowmod', of(3), 1000, 1000007))).toBe((3n ** 1000n % 1000007n).toString());
    expect(text(call('__shl', of(1), 255))).toBe((-(2n ** 255n)).toString());
    expect(text(call('__shr', of(-1), 255))).toBe('1');
    expect(text(call('__shl', of(1), 256))).toBe('0');
    expect(text(call('brol', call('mininteger'), 1))).toBe('1');
    expect(text(call('max', of(3), 7)) + text(call('min', of(3), 7)) + text(call('abs', of(-4)))).toBe('734');
  });
  it('changes values in place on demand', () => {
    const value = of(5) as LuaTable;
    expect(call('_add', value, 3)).toBe(value);
    call('_inc', value);
    expect(text(value)).toBe('9');
  });
  it('keeps its value as plain data', () => {
    const value = of('-123456789012345678901234567890') as LuaTable;
    const copy = rt.newTable();
    for (const [key, field] of value.entries()) {
      expect(['string', 'number', 'bigint']).toContain(typeof field);
      copy.set(key, field);
    }
    copy.setMetatable(value.metatable);
    expect(text(copy)).toBe('-123456789012345678901234567890');
    const transaction = rt.heap.begin();
    call('_inc', copy);
    transaction.rollback();
    expect(text(copy)).toBe('-123456789012345678901234567890');
  });
});

import { describe, expect, it } from 'vitest';
import { LuaFloat } from '../value.ts';
import { formatA, formatE, formatF, formatG, formatNumber, parseNumber } from './text.ts';

describe('parseNumber', () => {
  it.each<[string, ReturnType<typeof parseNumber>]>([
    ['10', 10],
    ['  -7 \n', -7],
    ['-0', 0],
    ['+5', 5],
    ['0x', undefined],
    ['0xff', 255],
    ['0xffffffffffffffff', -1],
    ['-0x1', -1],
    ['0x123456789abcdef01', 0x23456789abcdef01n],
    ['0x7fffffffffffffff', 2n ** 63n - 1n],
    ['9223372036854775807', 2n ** 63n - 1n],
    ['-9223372036854775808', -(2n ** 63n)],
    ['9223372036854775808', new LuaFloat(2 ** 63)],
    ['1e3', new LuaFloat(1000)],
    ['.5', 0.5],
    ['5.', new LuaFloat(5)],
    ['-0.0', new LuaFloat(-0)],
    ['.', undefined],
    ['1e', undefined],
    ['', undefined],
    ['inf', undefined],
    ['nan', undefined],
    ['Infinity', undefined],
    ['0x.8', 0.5],
    ['0xA.8p1', new LuaFloat(21)],
    ['0x1p-1074', 5e-324],
    ['0x1p-1075', new LuaFloat(0)],
    ['0x3p-1075', 1e-323],
    ['0x1p99999', Infinity],
    ['0x.p1', undefined],
    ['0x1p', undefined],
    ['1 2', undefined],
    ['1_000', undefined],
    ['0b1', undefined],
    ['1\0', undefined],
    ['9007199254740993', 9007199254740993n],
  ])('%j', (text, value) => {
    expect(parseNumber(text)).toStrictEqual(value);
  });
});

describe('formatNumber', () => {
  it.each<[Parameters<typeof formatNumber>[0], string]>([
    [5, '5'],
    [2n ** 60n, '1152921504606846976'],
    [new LuaFloat(2), '2.0'],
    [new LuaFloat(-0), '-0.0'],
    [new LuaFloat(1e15), '1e+15'],
    [new LuaFloat(1e14), '1e+14'],
    [new LuaFloat(99999999999999), '99999999999999.0'],
    [new LuaFloat(2 ** 53), '9.007199254741e+15'],
    [new LuaFloat(1e100), '1e+100'],
    [Infinity, 'inf'],
    [-Infinity, '-inf'],
    [0.1, '0.1'],
    [0.1 + 0.2, '0.3'],
    [1e-5, '1e-05'],
    [0.0001, '0.0001'],
    [3.14159265358979, '3.1415926535898'],
    [123456789012345.6, '1.2345678901235e+14'],
    [12345678901234.5, '12345678901234.0'],
    [99999999999999.9, '1e+14'],
    [-1.5, '-1.5'],
  ])('%s is %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('printf conversions', () => {
  it('round ties to even, as C does', () => {
    expect(formatF(0.5, 0)).toBe('0');
    expect(formatF(2.5, 0)).toBe('2');
    expect(formatF(3.5, 0)).toBe('4');
    expect(formatF(0.125, 2)).toBe('0.12');
    expect(formatE(2.5, 0)).toBe('2e+00');
    expect(formatG(0.125, 2)).toBe('0.12');
    expect(formatE(9.5, 0)).toBe('1e+01');
  });
  it('are exact at any size', () => {
    expect(formatF(1e22, 1)).toBe('10000000000000000000000.0');
    expect(formatF(0.1, 20)).toBe('0.10000000000000000555');
    expect(formatF(1e300, 0)).toBe(BigInt(1e300).toString());
    expect(formatE(5e-324, 3)).toBe('4.941e-324');
    expect(formatG(100000, 5)).toBe('1e+05');
    expect(formatG(0, 5, true)).toBe('0.0000');
    expect(formatF(3, 0, true)).toBe('3.');
    expect(formatG(1e20, 6)).toBe('1e+20');
    expect(formatF(2 ** -1074, 99)).toBe(`0.${'0'.repeat(99)}`);
  });
  it('write hexadecimal floats', () => {
    expect(formatA(1)).toBe('0x1p+0');
    expect(formatA(0)).toBe('0x0p+0');
    expect(formatA(-0.1)).toBe('-0x1.999999999999ap-4');
    expect(formatA(3, 1)).toBe('0x1.8p+1');
    expect(formatA(1.9999, 1)).toBe('0x2.0p+0');
    expect(formatA(1, 15)).toBe('0x1.000000000000000p+0');
  });
});

import { describe, expect, it } from 'vitest';
import { LuaError } from '../errors.ts';
import { LuaFloat } from '../value.ts';
import { compile } from './compile.ts';

function message(source: string, name = '=t'): unknown {
  try {
    compile(source, name);
  } catch (error) {
    if (error instanceof LuaError) return error.value;
    throw error;
  }
  return undefined;
}

describe('compile', () => {
  it('reads numbers as 64-bit integers and floats', () => {
    const { constants } = compile(
      'return 1000000000000, 9223372036854775807, 9223372036854775808, 0xffffffffffffffff, 1e15, 2.5, 0x.8p1',
      '=t',
    );
    expect(constants).toEqual([
      1000000000000,
      2n ** 63n - 1n,
      new LuaFloat(2 ** 63),
      -1,
      new LuaFloat(1e15),
      2.5,
      new LuaFloat(1),
    ]);
  });

  it('folds constants in 64 bits, and nothing that could fail', () => {
    expect(compile('return 1 << 62, 9223372036854775807 + 1, 7 // 2, 2^10, 5 % -3, ~0', '=t').constants).toEqual([
      2n ** 62n,
      -(2n ** 63n),
      3,
      new LuaFloat(1024),
      -1,
      // ~0 equals the constant of 5 % -3.
    ]);
    expect(compile('return 1 // 0, 1.5 | 1', '=t').constants).toEqual([0, 1, 1.5]);
  });

  it('keeps byte strings apart', () => {
    const { constants } = compile('return "\\1#", "\\18\\3", "\\xff\\0", "\u00e9"', '=t');
    expect(constants).toEqual(['\x01#', '\x12\x03', '\xff\0', '\u00e9']);
    expect(compile('local t = {} t[1] = 1 t[1.0] = 2 t["1"] = 3', '=t').constants).toEqual([
      1,
      new LuaFloat(1),
      2,
      '1',
      3,
    ]);
  });

  it("reports syntax errors in Lua's words", () => {
    expect(message('x =\n\ny z', 'first line\nsecond')).toBe('[string "first line..."]:3: syntax error near <eof>');
    expect(message('for')).toBe('t:1: <name> expected near <eof>');
    expect(message('x = "abc\n"')).toBe("t:1: unfinished string near '\"abc'");
    expect(message('\u0001')).toBe("t:1: unexpected symbol near '<\\1>'");
    expect(message('goto nowhere')).toBe("t:1: no visible label 'nowhere' for <goto> at line 1");
    expect(message('('.repeat(300))).toBe("t:1: too many C levels (limit is 200) in main function near '('");
    expect(message(Array.from({ length: 201 }, (_, i) => `local a${i}`).join(' '))).toBe(
      'too many local variables (limit is 200) in main function near <eof>'.replace(/^/, 't:1: '),
    );
  });

  it('describes functions for messages and snapshots', () => {
    const [inner] = compile(
      'local up = 1\nreturn function(a, ...)\n  local b = a + up\n  return b\nend',
      '@file.lua',
    ).protos;
    expect(inner).toMatchObject({
      source: '@file.lua',
      lineDefined: 2,
      lastLineDefined: 5,
      parameterCount: 1,
      isVararg: true,
    });
    expect(inner?.locals.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(inner?.upvalues).toEqual([{ name: 'up', inStack: true, index: 0 }]);
    expect([...(inner?.lines ?? [])]).toEqual([3, 3, 4, 5]);
  });

  it('makes new functions of a text that it knows, with the name that is given now', () => {
    const source = 'local function f(x) return x.y end return f, 2.5';
    const [first, second, other] = [compile(source, '=a'), compile(source, '=a'), compile(source, '=b')];
    const [f, g] = [first.protos[0], second.protos[0]];
    expect([f?.code, f?.lines, first.constants]).toEqual([g?.code, g?.lines, second.constants]);
    // What running leaves behind belongs to one of them.
    expect([first === second, f === g, f?.slots === g?.slots, first.constants === second.constants]).toEqual(
      new Array(4).fill(false),
    );
    expect([first, second, other].map(({ source: name, chunk }) => [name, chunk?.name, chunk?.text])).toEqual(
      ['=a', '=a', '=b'].map((name) => [name, name, source]),
    );
    expect(
      [first, second, other].map((main) => [main.chunk?.main === main, main.protos[0]?.chunk === main.chunk]),
    ).toEqual(new Array(3).fill([true, true]));
  });
});

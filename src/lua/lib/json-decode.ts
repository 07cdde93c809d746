/** `json.decode`: JSON text as Lua values. Integers stay integers up to 64 bits; null becomes nil. */
import type { NativeBody, Runtime } from '../native.ts';
import { parseNumber } from '../number/text.ts';
import type { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { produced } from './arguments.ts';
import { typeName } from '../type-name.ts';

/** Nesting beyond which JavaScript's own stack is at risk. */
const MAX_DEPTH = 2000;

const ESCAPES: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const LITERALS = new Map<string, LuaValue>([
  ['true', true],
  ['false', false],
  ['null', undefined],
]);
/** Up to the end of a number or word. */
const TOKEN = /[^ \t\r\n\]},]*/y;
/** The rest of a string without escapes and control characters. */
const PLAIN = /[ !#-[\]-\xff]*/y;
const HEX4 = /[0-9a-fA-F]{4}/y;
const SURROGATES = /[dD][89aAbB][0-9a-fA-F]{2}\\u([0-9a-fA-F]{4})/y;

function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at;
  return expression.exec(text);
}

/** UTF-8 bytes of a code point; lone surrogates are encoded as they are. */
function utf8(code: number): string {
  if (code < 0x80) return String.fromCharCode(code);
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 63));
  if (code < 0x10000) return String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  return String.fromCharCode(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63)) + utf8Tail(code);
}

function utf8Tail(code: number): string {
  return String.fromCharCode(0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
}

class Decoder {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly rt: Runtime,
    private readonly text: string,
  ) {}

  decode(): LuaValue {
    this.skipSpace();
    const value = this.value();
    this.skipSpace();
    if (this.at < this.text.length) throw this.error('trailing garbage');
    return value;
  }

  /** `message` with the line and column of `at` (0-based, default: here). */
  private error(message: string, at = this.at): Error {
    const before = this.text.slice(0, at);
    const line = before.split('\n').length;
    return this.rt.error(`${message} at line ${line} col ${at - before.lastIndexOf('\n')}`);
  }

  private skipSpace(): void {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.at++;
    }
  }

  private value(): LuaValue {
    const char = this.text[this.at] ?? '';
    switch (char) {
      case '"':
        return this.string();
      case '{':
      case '[': {
        if (++this.depth > MAX_DEPTH) throw this.rt.error('stack overflow (JSON nested too deep)');
        const table = char === '{' ? this.object() : this.array();
        this.depth--;
        return table;
      }
      case 't':
      case 'f':
      case 'n':
        return this.literal();
      default:
        if (char === '-' || (char >= '0' && char <= '9')) return this.number();
        throw this.error(`unexpected character '${char}'`);
    }
  }

  private token(): string {
    return matchAt(TOKEN, this.text, this.at)![0];
  }

  private number(): LuaValue {
    const token = this.token();
    const value = parseNumber(token);
    if (value === undefined) throw this.error(`invalid number '${token}'`);
    this.at += token.length;
    return value;
  }

  private literal(): LuaValue {
    const token = this.token();
    if (!LITERALS.has(token)) throw this.error(`invalid literal '${token}'`);
    this.at += token.length;
    return LITERALS.get(token);
  }

  private string(): string {
    const { text } = this;
    const start = this.at;
    let result = '';
    this.at++;
    for (;;) {
      const plain = matchAt(PLAIN, text, this.at)![0];
      result += plain;
      this.at += plain.length;
      const char = text[this.at];
      if (char === '"') break;
      if (char === undefined) throw this.error('expected closing quote for string', start);
      if (char !== '\\') throw this.error('control character in string');
      result += this.escape();
    }
    this.at++;
    return produced(this.rt, result);
  }

  private escape(): string {
    const { text } = this;
    const letter = text[this.at + 1] ?? '';
    if (letter !== 'u') {
      const char = ESCAPES[letter];
      if (char === undefined) throw this.error(`invalid escape char '${letter}' in string`);
      this.at += 2;
      return char;
    }
    const hex = matchAt(HEX4, text, this.at + 2);
    if (hex === null) throw this.error('invalid unicode escape in string');
    const code = parseInt(hex[0], 16);
    const pair = matchAt(SURROGATES, text, this.at + 2);
    if (pair === null) {
      this.at += 6;
      return utf8(code);
    }
    this.at += 12;
    return utf8((code - 0xd800) * 0x400 + (parseInt(pair[1]!, 16) - 0xdc00) + 0x10000);
  }

  private array(): LuaTable {
    const table = this.rt.newTable();
    this.at++;
    for (let index = 1; ; index++) {
      this.skipSpace();
      if (this.text[this.at] === ']') break;
      table.setInteger(index, this.value());
      this.skipSpace();
      const char = this.text[this.at];
      if (char === ']') break;
      if (char !== ',') throw this.error("expected ']' or ','", this.at + 1);
      this.at++;
    }
    this.at++;
    return table;
  }

  private object(): LuaTable {
    const table = this.rt.newTable();
    this.at++;
    for (;;) {
      this.skipSpace();
      if (this.text[this.at] === '}') break;
      if (this.text[this.at] !== '"') throw this.error('expected string for key');
      const key = this.string();
      this.skipSpace();
      if (this.text[this.at] !== ':') throw this.error("expected ':' after key");
      this.at++;
      this.skipSpace();
      table.setString(key, this.value());
      this.skipSpace();
      const char = this.text[this.at];
      if (char === '}') break;
      if (char !== ',') throw this.error("expected '}' or ','", this.at + 1);
      this.at++;
    }
    this.at++;
    return table;
  }
}

/** `json.decode(text)`. */
export const decode: NativeBody = (rt, args) => {
  const text = args[0];
  if (typeof text !== 'string') throw rt.error(`expected argument of type string, got ${typeName(text)}`);
  rt.charge(text.length);
  return new Decoder(rt, text).decode();
};

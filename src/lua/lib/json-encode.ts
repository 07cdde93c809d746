/** `json.encode`: Lua values as JSON text, with the rules and messages that aos programs know. */
import type { NativeBody, Runtime } from '../native.ts';
import { formatG, formatNumber } from '../number/text.ts';
import { LuaTable } from '../table.ts';
import type { LuaNumber, LuaValue } from '../value.ts';
import { checkLength, isInteger, isNumber, produced, toDouble } from './arguments.ts';
import { typeName } from '../type-name.ts';

/** Tables within tables, beyond which JavaScript's own stack is at risk. */
const MAX_DEPTH = 2000;

/** Gas of a value, besides its text. */
const VALUE_UNITS = 4;

/** Anything that a JSON string must escape (control characters with DEL, quote, backslash). */
const SPECIAL = /[^ -!#-[\]-~\x80-\xff]/;
const SPECIALS = new RegExp(SPECIAL, 'g');
const SHORT: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function escapeChar(char: string): string {
  return SHORT[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function quote(text: string): string {
  return SPECIAL.test(text) ? `"${text.replace(SPECIALS, escapeChar)}"` : `"${text}"`;
}

class Encoder {
  private readonly open = new Set<LuaTable>();
  private work = 0;

  constructor(private readonly rt: Runtime) {}

  encode(value: LuaValue): string {
    const text = this.value(value);
    this.rt.charge(this.work);
    return text;
  }

  private value(value: LuaValue): string {
    this.work += VALUE_UNITS;
    if (this.work >= 1024) {
      this.rt.charge(this.work);
      this.work = 0;
    }
    switch (typeof value) {
      case 'string':
        this.work += value.length >> 3;
        return quote(value);
      case 'boolean':
        return value ? 'true' : 'false';
      case 'undefined':
        return 'null';
      default:
        if (isNumber(value)) return this.number(value);
        if (value instanceof LuaTable) return this.table(value);
        throw this.rt.error(`unexpected type '${typeName(value)}'`);
    }
  }

  private number(value: LuaNumber): string {
    if (isInteger(value)) return value.toString();
    const n = toDouble(value);
    if (!Number.isFinite(n)) throw this.rt.error(`unexpected number value '${formatNumber(value)}'`);
    return formatG(n, 14);
  }

  private table(table: LuaTable): string {
    if (this.open.has(table)) throw this.rt.error('circular reference');
    if (this.open.size >= MAX_DEPTH) throw this.rt.error('stack overflow (tables nested too deep)');
    this.open.add(table);
    const first = table.positionFrom(0);
    const text = first < 0 || table.getInteger(1) !== undefined ? this.list(table) : this.object(table, first);
    this.open.delete(table);
    return text;
  }

  private list(table: LuaTable): string {
    const length = table.length();
    let count = 0;
    for (let at = table.positionFrom(0); at >= 0; at = table.following(at)) {
      if (!isNumber(table.keyAt(at))) throw this.mixed();
      count++;
    }
    if (count !== length) throw this.rt.error('invalid table: sparse array');
    let text = '[';
    for (let index = 1; index <= length; index++) {
      if (index > 1) text += ',';
      text = this.append(text, this.value(table.getInteger(index)));
    }
    return text + ']';
  }

  private object(table: LuaTable, first: number): string {
    let text = '{';
    for (let at = first; at >= 0; at = table.following(at)) {
      const key = table.keyAt(at);
      if (typeof key !== 'string') throw this.mixed();
      if (at !== first) text += ',';
      text = this.append(text, `${this.value(key)}:${this.value(table.valueAt(at))}`);
    }
    return text + '}';
  }

  private append(text: string, more: string): string {
    checkLength(this.rt, text.length + more.length + 2);
    return text + more;
  }

  private mixed(): Error {
    return this.rt.error('invalid table: mixed or invalid key types');
  }
}

/** `json.encode(value)`. */
export const encode: NativeBody = (rt, args) => produced(rt, new Encoder(rt).encode(args[0]));

/**
 * `json@1.0`, reading: JSON text → values. A parser of our own, because `JSON.parse` loses what AO-Core tells apart:
 * 2 from 2.0, and integers beyond 2^53; and because it sets a key `__proto__`.
 */
import { PocketbeamError, show } from '../core/errors.ts';
import { MAX_DEPTH, ValueCount } from '../core/limits.ts';
import { Atom, binary, bytesOf, float, type MapValue, type Value } from '../core/value.ts';
import { parseInteger } from './integer-text.ts';
import { unannotate } from './structured-decode.ts';

const REFUSED = { status: 400, strictStatus: 500 };
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/**
 * The value of a JSON text, a byte string. `null` is the atom `null`; the last of several equal keys wins. Objects with
 * `ao-types` are typed by it.
 * @throws PocketbeamError `bad-json`, `too-many-values`, and what `unannotate` throws.
 */
export function decodeJson(json: string): Value {
  let text: string;
  try {
    text = strictUtf8.decode(bytesOf(json));
  } catch {
    throw new PocketbeamError('bad-json', 'The JSON is no UTF-8 text.', REFUSED);
  }
  const value = new JsonReader(text).document();
  // In a map of its own, so that a list at the top is typed inside as well.
  return unannotate(new Map([['', value]])).get('') ?? '';
}

const BLANKS = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
/** Some of what stands in a string, as often as it comes: a pattern for all of a long string has no stack for it. */
const CHARACTERS = /(?:[^"\\\0-\x1f]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})){1,1000}/y;

class JsonReader {
  private at = 0;
  private readonly text: string;
  private readonly count = new ValueCount();

  constructor(text: string) {
    this.text = text;
  }

  document(): Value {
    const value = this.value(0);
    this.match(BLANKS);
    return this.at === this.text.length ? value : this.fail();
  }

  private value(depth: number): Value {
    if (depth > MAX_DEPTH) this.fail(`nests deeper than ${MAX_DEPTH} levels`);
    this.match(BLANKS);
    if (this.take('{')) return this.object(depth);
    if (this.take('[')) return this.array(depth);
    if (this.text[this.at] === '"') return this.string();
    const word = this.match(WORD);
    if (word) return word === 'null' ? new Atom('null') : word === 'true';
    const number = this.match(NUMBER);
    return number === undefined ? this.fail() : this.number(number);
  }

  private object(depth: number): MapValue {
    const map: MapValue = new Map();
    this.items('}', () => {
      this.match(BLANKS);
      const key = this.string();
      this.match(BLANKS);
      if (!this.take(':')) this.fail();
      map.set(key, this.value(depth + 1));
    });
    return map;
  }

  private array(depth: number): Value[] {
    const list: Value[] = [];
    this.items(']', () => list.push(this.value(depth + 1)));
    return list;
  }

  /** Reads items up to the bracket `end`. */
  private items(end: string, read: () => void): void {
    this.match(BLANKS);
    if (this.take(end)) return;
    for (;;) {
      this.count.add();
      read();
      this.match(BLANKS);
      if (this.take(end)) return;
      if (!this.take(',')) this.fail();
    }
  }

  private number(text: string): Value {
    const whole = parseInteger(text);
    if (whole !== undefined) return whole;
    return Number.isFinite(Number(text)) ? float(Number(text)) : this.fail(`holds the number ${show(text)}, too large`);
  }

  private string(): string {
    if (!this.take('"')) this.fail();
    const start = this.at;
    while (this.match(CHARACTERS) !== undefined);
    const found = this.text.slice(start, this.at);
    if (!this.take('"')) this.fail();
    return binary(found.includes('\\') ? (JSON.parse(`"${found}"`) as string) : found);
  }

  private take(c: string): boolean {
    if (this.text[this.at] !== c) return false;
    this.at++;
    return true;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private fail(why = `breaks off at character ${this.at} of ${this.text.length}`): never {
    throw new PocketbeamError('bad-json', `The JSON ${show(this.text)} ${why}.`, REFUSED);
  }
}

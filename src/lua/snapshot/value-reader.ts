/** Reads what value-writer.ts wrote. Every value comes out in its canonical form or is refused. */
import { Atom, Float, type ListValue, type MapValue, type Value } from '../../core/value.ts';
import type { Coroutine } from '../interpreter/coroutine.ts';
import { LuaFloat, type LuaValue } from '../value.ts';
import { badSnapshot } from './bad-snapshot.ts';
import type { ByteReader } from './byte-reader.ts';
import {
  ATOM,
  BOXED_FLOAT,
  FALSE,
  INTEGER_64,
  MAIN_THREAD,
  NATURAL,
  NEGATIVE,
  NIL,
  OBJECT,
  ORIGIN,
  RAW_FLOAT,
  STRING,
  TRUE,
  UPVALUE,
} from './format.ts';

export class ValueReader {
  constructor(
    readonly input: ByteReader,
    private readonly texts: readonly string[],
    /** By kind, in their order. Those of {@link ORIGIN} are added as they are read. */
    private readonly objects: readonly (readonly object[])[],
    private readonly main: Coroutine,
  ) {}

  value(): LuaValue {
    const tag = this.input.byte();
    if (tag < STRING) return this.number(tag, (n) => new LuaFloat(n));
    if (tag === STRING) return this.text();
    if (tag === MAIN_THREAD) return this.main;
    if (tag < OBJECT || tag >= OBJECT + UPVALUE) throw badSnapshot(`there is no kind ${tag} of values`);
    return this.place(tag - OBJECT) as LuaValue;
  }

  /**
   * The key of a node. A float beyond the 64-bit integers stands there as a raw number, which no integer uses.
   * @param first no integer key from 1 up to this one belongs into the nodes
   */
  key(first: number): LuaValue {
    const key = this.value();
    if (key instanceof LuaFloat) {
      if (Math.abs(key.n) < 2 ** 63 || key.n === -(2 ** 63)) throw badSnapshot('a key is a float that is an integer');
      return key.n;
    }
    if (typeof key === 'number' && (key !== key || (Number.isInteger(key) && key > 0 && key <= first)))
      throw badSnapshot(`a table has ${key} among its other keys`);
    return key;
  }

  values(count: number): LuaValue[] {
    const values: LuaValue[] = [];
    for (let i = 0; i < count; i++) values.push(this.value());
    return values;
  }

  /** A part of an AO-Core value. */
  part(): Value {
    const tag = this.input.byte();
    if (tag === OBJECT + ORIGIN) return this.place(ORIGIN) as MapValue | ListValue;
    if (tag === ATOM) return new Atom(this.text());
    if (tag === STRING) return this.text();
    const number = tag === NIL ? undefined : this.number(tag, (n) => new Float(n));
    if (number === undefined) throw badSnapshot(`there is no kind ${tag} of parts`);
    return number;
  }

  /** An object of a known kind. */
  place(kind: number): object {
    const all = this.objects[kind] as readonly object[];
    return all[this.input.below(all.length, 'object')] as object;
  }

  text(): string {
    return this.texts[this.input.below(this.texts.length, 'text')] as string;
  }

  private number<F>(tag: number, box: (n: number) => F): undefined | boolean | number | bigint | F {
    const { input } = this;
    switch (tag) {
      case NIL:
        return undefined;
      case FALSE:
        return false;
      case TRUE:
        return true;
      case NATURAL:
        return input.count();
      case NEGATIVE: {
        const value = -1 - input.count();
        if (!Number.isSafeInteger(value)) throw badSnapshot('a number is too large');
        return value;
      }
      case RAW_FLOAT: {
        const value = input.float();
        if (Number.isInteger(value)) throw badSnapshot('an integer is written as a float');
        return value;
      }
      case BOXED_FLOAT: {
        const value = input.float();
        if (!Number.isInteger(value)) throw badSnapshot('a float is boxed that needs no box');
        return box(value);
      }
      case INTEGER_64: {
        const value = input.integer();
        if (Number.isSafeInteger(Number(value))) throw badSnapshot('a small integer is written as a large one');
        return value;
      }
      default:
        throw badSnapshot(`there is no kind ${tag} of values`);
    }
  }
}

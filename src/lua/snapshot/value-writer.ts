/** Values and references, as tags and what follows them (format.ts). Each text is written once. */
import { Atom, Float, isList, isMap, type Value } from '../../core/value.ts';
import type { Coroutine } from '../interpreter/coroutine.ts';
import { LuaFloat, type LuaValue } from '../value.ts';
import { ByteWriter } from './byte-writer.ts';
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
  RAW_FLOAT,
  STRING,
  TRUE,
} from './format.ts';
import type { Inventory } from './inventory.ts';

export class ValueWriter {
  readonly out = new ByteWriter();
  private readonly texts = new Map<string, number>();

  constructor(
    private readonly inventory: Inventory,
    private readonly main: Coroutine,
  ) {}

  value(value: LuaValue): void {
    if (typeof value === 'object') {
      if (value instanceof LuaFloat) this.boxed(value.n);
      else if (value === this.main) this.out.byte(MAIN_THREAD);
      else this.object(value);
    } else this.scalar(value);
  }

  values(values: readonly LuaValue[]): void {
    for (const value of values) this.value(value);
  }

  /** A part of an AO-Core value. */
  part(value: Value): void {
    if (isMap(value) || isList(value)) this.object(value);
    else if (value instanceof Float) this.boxed(value.n);
    else if (value instanceof Atom) {
      this.out.byte(ATOM);
      this.text(value.name);
    } else this.scalar(value);
  }

  /** The place of an object whose kind the reader knows. */
  place(object: object): void {
    this.out.count(this.inventory.reference(object).place);
  }

  /** Any object or none: 0, or its kind + 1 and its place. */
  object(object: object): void {
    const { kind, place } = this.inventory.reference(object);
    this.out.byte(OBJECT + kind);
    this.out.count(place);
  }

  text(text: string): void {
    let place = this.texts.get(text);
    if (place === undefined) {
      place = this.texts.size;
      this.texts.set(text, place);
    }
    this.out.count(place);
  }

  /** All texts that were written, in the order of their numbers. */
  writeTexts(to: ByteWriter): void {
    to.count(this.texts.size);
    for (const text of this.texts.keys()) to.text(text);
  }

  private boxed(n: number): void {
    this.out.byte(BOXED_FLOAT);
    this.out.float(n);
  }

  private scalar(value: undefined | boolean | number | bigint | string): void {
    const { out } = this;
    switch (typeof value) {
      case 'undefined':
        return out.byte(NIL);
      case 'boolean':
        return out.byte(value ? TRUE : FALSE);
      case 'number':
        if (!Number.isSafeInteger(value)) {
          out.byte(RAW_FLOAT);
          return out.float(value);
        }
        out.byte(value < 0 ? NEGATIVE : NATURAL);
        return out.count(value < 0 ? -1 - value : value);
      case 'bigint':
        out.byte(INTEGER_64);
        return out.integer(value);
      default:
        out.byte(STRING);
        this.text(value);
    }
  }
}

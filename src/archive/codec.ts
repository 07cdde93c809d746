/**
 * How things stand in the lines of an archive: one description for writing and for reading, so that neither can forget a
 * field. Reading believes nothing: what does not have the shape is refused with the place where it stands.
 */
import { badArchive } from './faults.ts';

export interface Codec<T> {
  /** To what JSON.stringify takes; undefined is left out. */
  write(value: T): unknown;
  /**
   * @param at the place, for the error.
   * @throws PocketbeamError `bad-archive`
   */
  read(json: unknown, at: string): T;
}

/** Of each property its codec: adding one to a type is an error until the archive knows it. */
export type Shape<T> = { readonly [K in keyof T]-?: Codec<T[K]> };

function checked<T>(what: string, fits: (json: unknown) => json is T): Codec<T> {
  return {
    write: (value) => value,
    read(json, at) {
      if (!fits(json)) throw badArchive(`${at} is no ${what}`);
      return json;
    },
  };
}

export const text = checked('text', (json): json is string => typeof json === 'string');
export const flag = checked('flag', (json): json is boolean => typeof json === 'boolean');
/** A property that is there or not. */
export const mark = checked('mark', (json): json is true => json === true);
export const number = checked('number', (json): json is number => Number.isFinite(json));
/** From -1: nothing yet. */
export const slotNumber = checked('slot', (json): json is number => Number.isSafeInteger(json) && Number(json) >= -1);

export const oneOf = <T extends string>(...texts: readonly T[]): Codec<T> =>
  checked(texts.join(' or '), (json): json is T => texts.some((text) => text === json));

export function optional<T>(codec: Codec<T>): Codec<T | undefined> {
  return {
    write: (value) => (value === undefined ? undefined : codec.write(value)),
    read: (json, at) => (json === undefined ? undefined : codec.read(json, at)),
  };
}

export function list<T>(codec: Codec<T>): Codec<T[]> {
  return {
    write: (values) => values.map((value) => codec.write(value)),
    read(json, at) {
      if (!Array.isArray(json)) throw badArchive(`${at} is no list`);
      return json.map((item, i) => codec.read(item, `${at}[${i}]`));
    },
  };
}

/** Texts by any names. */
export const textMap: Codec<Record<string, string>> = {
  write: (values) => values,
  read(json, at) {
    if (typeof json !== 'object' || json === null || Array.isArray(json)) throw badArchive(`${at} is no object`);
    const read = Object.entries(json).map(([key, value]) => [key, text.read(value, `${at}.${key}`)] as const);
    return Object.fromEntries(read);
  },
};

export function object<T extends object>(shape: Shape<T>): Codec<T> {
  const keys = Object.keys(shape) as (keyof T & string)[];
  return {
    write: (value) => Object.fromEntries(keys.map((key) => [key, shape[key].write(value[key])])),
    read(json, at) {
      if (typeof json !== 'object' || json === null || Array.isArray(json)) throw badArchive(`${at} is no object`);
      const given = new Map<string, unknown>(Object.entries(json));
      const odd = [...given.keys()].find((key) => !Object.hasOwn(shape, key));
      if (odd !== undefined) throw badArchive(`${at} has a key that it cannot have`);
      // Absent stays absent: `in` and equality see the difference.
      const read = keys.map((key) => [key, shape[key].read(given.get(key), `${at}.${key}`)] as const);
      return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as T;
    },
  };
}

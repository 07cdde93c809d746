/** Values by the rules of scenarios: JSON data, whatever the order of keys and the spelling of numbers. */
import { normalizeKey } from '../../core/ids.ts';
import type { Plain } from '../../core/plain.ts';

/** Where two values differ; `undefined` stands for nothing there. */
export interface Difference {
  /** Below the values compared: `/alice/balance`, empty for themselves. */
  path: string;
  expected: Plain | undefined;
  actual: Plain | undefined;
}

export type PlainMap = { [key: string]: Plain };

export const isPlainMap = (value: Plain | undefined): value is PlainMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether two values are equal; an empty list and an empty map are. */
export const same = (expected: Plain | undefined, actual: Plain | undefined): boolean =>
  differences(expected, actual).length === 0;

/** The leaves in which two values differ. Keys count as a message keeps them: lower-case, ids exactly. */
export function differences(expected: Plain | undefined, actual: Plain | undefined, path = ''): Difference[] {
  if (expected === actual || (isNothing(expected) && isNothing(actual))) return [];
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const length = Math.max(expected.length, actual.length);
    return Array.from({ length }, (_, i) => differences(expected[i], actual[i], `${path}/${i + 1}`)).flat();
  }
  if (isPlainMap(expected) && isPlainMap(actual)) {
    const [wanted, found] = [byKey(expected), byKey(actual)];
    const keys = new Set([...wanted.keys(), ...found.keys()]);
    return [...keys].sort().flatMap((key) => differences(wanted.get(key), found.get(key), `${path}/${key}`));
  }
  return sameLeaf(expected, actual) ? [] : [{ path, expected, actual }];
}

export const byKey = (map: PlainMap): Map<string, Plain> =>
  new Map(Object.entries(map).map(([key, value]) => [normalizeKey(key), value]));

/** A list or a map with nothing in it. */
const isNothing = (value: Plain | undefined): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** Fractions are recorded with 14 digits. */
const TOLERANCE = 1e-9;

function sameLeaf(expected: Plain | undefined, actual: Plain | undefined): boolean {
  if (expected === actual) return true;
  if (!isNumber(expected) || !isNumber(actual)) return false;
  const [a, b] = [Number(expected), Number(actual)];
  if (isWhole(expected) && isWhole(actual)) return String(expected) === String(actual);
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

const isNumber = (value: Plain | undefined): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

/** Beyond 2^53 a number is a fraction that has lost its digits, such as 1e300. */
const isWhole = (value: number | bigint): boolean => typeof value === 'bigint' || Number.isSafeInteger(value);

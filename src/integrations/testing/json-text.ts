/** JSON in which integers of any size stay exact, read and written. */
import { PocketbeamError } from '../../core/errors.ts';
import type { Plain } from '../../core/plain.ts';

/** Strings are matched to be left alone. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** No JSON text can hold this character as it is. */
const MARK = '\0integer ';

/**
 * A JSON text as plain data; integers beyond 2^53 are bigint.
 * @throws PocketbeamError `bad-json`, with line and column.
 */
export function parseJson(text: string): Plain {
  let exact = true;
  const marked = !/\d{16}/.test(text)
    ? text
    : text.replace(TOKENS, (token) => {
        if (token.startsWith('"') || !/^-?\d+$/.test(token) || Number.isSafeInteger(Number(token))) return token;
        exact = false;
        return JSON.stringify(MARK + token);
      });
  try {
    return JSON.parse(marked, exact ? undefined : unmark) as Plain;
  } catch (error) {
    throw badJson(text, error);
  }
}

const unmark = (_key: string, value: unknown): unknown =>
  typeof value === 'string' && value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value;

function badJson(text: string, error: unknown): PocketbeamError {
  let said = error instanceof Error ? error.message : String(error);
  try {
    // Once more, so that the position is that of the text and not of the marked one.
    JSON.parse(text);
  } catch (again) {
    said = again instanceof Error ? again.message : said;
  }
  const position = /position (\d+)/.exec(said)?.[1];
  const before = text.slice(0, position === undefined ? text.length : Number(position)).split('\n');
  return new PocketbeamError(
    'bad-json',
    `Line ${before.length}, column ${(before.at(-1) ?? '').length + 1}: no JSON.`,
    {
      cause: `${said}.`,
      status: 400,
    },
  );
}

/** A value in one line, keys sorted, a blank after commas and colons: the way recorded scenarios are written. */
export function writeJson(value: Plain): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(writeJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}: ${writeJson(item)}`).join(', ')}}`;
}

/** Typed parameters, `name+type=value`, both ways (spec/hyperbeam.md, Facts: paths and requests). */
import { PocketbeamError, show } from '../errors.ts';
import { normalizeKey } from '../ids.ts';
import { trimBlanks as trim } from '../trim-blanks.ts';
import { Atom, Float, float, integer, isInteger, isList, isMap, type Value } from '../value.ts';
import { splitOnce } from './split.ts';

const INTEGER = /^[+-]?\d+$/;
const FLOAT = /^[+-]?\d+\.\d+(?:e[+-]?\d+)?$/i;

/**
 * Converts `text` to the named type.
 * @throws {PocketbeamError} `bad-parameter-type` for a type that does not exist, `bad-parameter-value` when the text
 * is no value of it.
 */
export function typedValue(type: string, text: string): Value {
  switch (type) {
    case 'integer':
      if (INTEGER.test(text)) return integer(BigInt(text.replace('+', '')));
      break;
    case 'float': {
      const n = FLOAT.test(text) || INTEGER.test(text) ? Number(text) : NaN;
      if (Number.isFinite(n)) return float(n);
      break;
    }
    case 'atom':
      return text === 'true' ? true : text === 'false' ? false : new Atom(text);
    case 'list':
      return items(text).map(bareItem);
    case 'map':
      return new Map(
        items(text).map((item) => {
          const [key, value] = splitOnce(item, '=');
          return [normalizeKey(trim(key)), value === undefined ? true : bareItem(trim(value))];
        }),
      );
    default:
      throw new PocketbeamError('bad-parameter-type', `Unknown parameter type ${show(type)}.`, {
        status: 500,
        next: 'Use +integer, +float, +list, +map or +atom, or no type for a string.',
      });
  }
  throw new PocketbeamError('bad-parameter-value', `${show(text)} is no ${type}.`, { status: 404 });
}

/**
 * The type that a value needs behind its name, and its text: the inverse of {@link typedValue}; strings need no type.
 * Undefined for what no parameter can carry.
 */
export function printTyped(value: Value): { type?: string; text: string } | undefined {
  if (typeof value === 'string') return { text: value };
  if (typeof value === 'boolean') return { type: 'atom', text: String(value) };
  if (value instanceof Atom) return { type: 'atom', text: value.name };
  if (isList(value)) return joined('list', value.map(printItem));
  if (isMap(value)) {
    const entries = [...value].map(([key, item]) => {
      const printed = printItem(item);
      return item === true ? key : printed === undefined ? undefined : `${key}=${printed}`;
    });
    return joined('map', entries);
  }
  return { type: isInteger(value) ? 'integer' : 'float', text: printNumber(value) };
}

function joined(type: string, printed: readonly (string | undefined)[]): { type: string; text: string } | undefined {
  return printed.includes(undefined) ? undefined : { type, text: printed.join(',') };
}

function printItem(item: Value): string | undefined {
  if (typeof item === 'string') return `"${item.replace(/["\\]/g, '\\$&')}"`;
  return typeof item === 'number' || typeof item === 'bigint' || item instanceof Float ? printNumber(item) : undefined;
}

/** A float keeps a point, which tells it from an integer. */
function printNumber(value: number | bigint | Float): string {
  if (typeof value === 'bigint' || (!(value instanceof Float) && Number.isInteger(value)))
    return BigInt(value).toString();
  const n = value instanceof Float ? value.n : value;
  const [digits, exponent] = splitOnce(Object.is(n, -0) ? '-0' : String(n), 'e');
  return `${digits.includes('.') ? digits : `${digits}.0`}${exponent === undefined ? '' : `e${exponent}`}`;
}

/** Splits at top-level commas: those in quotes belong to a string. */
function items(text: string): string[] {
  const found: string[] = [];
  let current = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '\\' && quoted) current += c + text.charAt(++i);
    else if (c === ',' && !quoted) {
      found.push(trim(current));
      current = '';
    } else {
      if (c === '"') quoted = !quoted;
      current += c;
    }
  }
  if (trim(current) || found.length) found.push(trim(current));
  return found;
}

/** An item as in a structured field: integer, float, quoted string, else the text itself. */
function bareItem(item: string): Value {
  if (INTEGER.test(item)) return integer(BigInt(item.replace('+', '')));
  if (FLOAT.test(item) && Number.isFinite(Number(item))) return float(Number(item));
  if (item.startsWith('"') && item.endsWith('"') && item.length > 1)
    return item.slice(1, -1).replace(/\\(["\\])/g, '$1');
  return item;
}

/** Typed parameters, `name+type=value` (spec/hyperbeam.md, Facts: paths and requests). */
import { PocketbeamError, show } from '../errors.ts';
import { Atom, float, integer, type Value } from '../value.ts';

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
      if (INTEGER.test(text)) return integer(BigInt(text));
      break;
    case 'float':
      if (FLOAT.test(text) || INTEGER.test(text)) return float(Number(text));
      break;
    case 'atom':
      return text === 'true' ? true : text === 'false' ? false : new Atom(text);
    case 'list':
      return items(text).map(bareItem);
    case 'map':
      return new Map(
        items(text).map((item) => {
          const [key = '', value = ''] = splitOnce(item, '=');
          return [key.toLowerCase(), bareItem(value)];
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

/** Splits at top-level commas: those in quotes belong to a string. */
function items(text: string): string[] {
  const found: string[] = [];
  let current = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '\\' && quoted) current += c + text.charAt(++i);
    else if (c === ',' && !quoted) {
      found.push(current.trim());
      current = '';
    } else {
      if (c === '"') quoted = !quoted;
      current += c;
    }
  }
  if (current.trim() || found.length) found.push(current.trim());
  return found;
}

/** An item as in a structured field: integer, float, quoted string, else the text itself. */
function bareItem(item: string): Value {
  if (INTEGER.test(item)) return integer(BigInt(item));
  if (FLOAT.test(item)) return float(Number(item));
  if (item.startsWith('"') && item.endsWith('"') && item.length > 1)
    return item.slice(1, -1).replace(/\\(["\\])/g, '$1');
  return item;
}

export function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

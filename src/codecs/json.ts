/** `json@1.0`: values as JSON text, keys sorted, as the node writes it. */
import { PocketbeamError } from '../core/errors.ts';
import { Atom, binary, bytesOf, Float, isList, isMap, type Value } from '../core/value.ts';
import { shortFloatText } from './float-text.ts';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A value as JSON, a byte string. Integers of any size are written whole.
 * @throws PocketbeamError `not-utf8` for a binary that is no text.
 */
export function encodeJson(value: Value): string {
  if (typeof value === 'string') return jsonString(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : shortFloatText(value);
  if (value instanceof Float) return shortFloatText(value.n);
  if (value instanceof Atom) return value.name === 'null' ? 'null' : jsonString(value.name);
  if (isList(value)) return `[${value.map(encodeJson).join(',')}]`;
  if (!isMap(value)) return 'null';
  let members = '';
  // Keys alone, and one text that grows: twice as fast for maps of thousands.
  for (const key of [...value.keys()].sort())
    members += `${members && ','}${jsonString(key)}:${encodeJson(value.get(key) ?? '')}`;
  return `{${members}}`;
}

function jsonString(bytes: string): string {
  // The common case needs no escape and no decoding.
  if (/^[ !#-[\]-~]*$/.test(bytes)) return `"${bytes}"`;
  if (/^[\x20-\x7e]*$/.test(bytes)) return JSON.stringify(bytes);
  try {
    return binary(JSON.stringify(strictUtf8.decode(bytesOf(bytes))));
  } catch {
    throw new PocketbeamError('not-utf8', 'A value is no UTF-8 text, which JSON cannot hold.', {
      next: 'Read that key by its own path: a leaf is answered as raw bytes.',
    });
  }
}

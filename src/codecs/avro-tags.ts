/** The tags of a data item: an Avro array of records of two byte strings (ANS-104). Everything is byte strings. */
import { PocketbeamError } from '../core/errors.ts';

/** A tag as it stands in the item: its name in the case it was given, both of any bytes. */
export interface Tag {
  name: string;
  value: string;
}

/** Bounds that the standard sets. */
const MAX_TAGS = 128;
const MAX_NAME = 1024;
const MAX_VALUE = 3072;

/** The tags in one block, as every client writes them; no tags are no bytes. */
export function encodeTags(tags: readonly Tag[]): string {
  if (!tags.length) return '';
  const items = tags.map(({ name, value }) => long(name.length) + name + long(value.length) + value);
  return `${long(tags.length)}${items.join('')}\0`;
}

/** A length or count: zigzag, seven bits to a byte, lowest first. */
function long(n: number): string {
  let rest = n * 2;
  let bytes = '';
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes += String.fromCharCode((rest % 128) + 128);
  return bytes + String.fromCharCode(rest);
}

/**
 * The inverse, of any blocks. A value may be empty: the standard forbids it, and clients send such tags.
 * @throws PocketbeamError `bad-data-item` when the bytes end early or go on, or a bound of the standard is passed.
 */
export function decodeTags(bytes: string): Tag[] {
  const tags: Tag[] = [];
  let at = 0;
  const readLong = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes.charCodeAt(at++);
      // NaN behind the end; beyond 2^49 no length is meant.
      if (!(byte < 256) || scale > 2 ** 42) throw badDataItem('Its tags break off.');
      value += (byte % 128) * scale;
      if (byte < 128) return value % 2 ? -(value + 1) / 2 : value / 2;
    }
  };
  const readBytes = (most: number, what: string): string => {
    const length = readLong();
    if (length < 0 || length > bytes.length - at) throw badDataItem('Its tags break off.');
    if (length > most) throw badDataItem(`The ${what} of a tag has ${length} bytes, more than ${most}.`);
    return bytes.slice(at, (at += length));
  };
  for (let count = bytes && readLong(); count; count = readLong()) {
    // A negative count is followed by the size of its block.
    if (count < 0) readLong();
    if (tags.length + Math.abs(count) > MAX_TAGS) throw badDataItem(`It has more than ${MAX_TAGS} tags.`);
    for (let left = Math.abs(count); left > 0; left--) {
      const name = readBytes(MAX_NAME, 'name');
      if (name === '') throw badDataItem('A tag has no name.');
      tags.push({ name, value: readBytes(MAX_VALUE, 'value') });
    }
  }
  if (at !== bytes.length) throw badDataItem('Bytes follow its last tag.');
  return tags;
}

export const badDataItem = (what: string): PocketbeamError =>
  new PocketbeamError('bad-data-item', `This is no data item of ANS-104. ${what}`, {
    next: 'Let a client make it, such as aoconnect or arbundles, and send its bytes unchanged.',
    status: 400,
  });

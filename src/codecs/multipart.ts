/** The multipart bodies of messages, reading (spec/wire.md §2). Everything is byte strings. */
import { PocketbeamError, show } from '../core/errors.ts';
import { normalizeKey } from '../core/ids.ts';
import { beyond, MAX_PARTS, ValueCount } from '../core/limits.ts';

/** A part: where it belongs, its other headers, and its bytes if it has any after its headers. */
export interface Part {
  /** The path in the message; none for the part of the inline key. */
  name?: string;
  headers: Map<string, string>;
  body?: string;
}

/** The boundary that a content type names, if it is a multipart form. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  const [, quoted, bare] =
    /^\s*multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType ?? '') ?? [];
  return quoted ?? bare;
}

/**
 * Splits a body at its boundary. What stands before the first and after the last boundary means nothing.
 * @throws PocketbeamError `bad-multipart`, `too-many-parts`, `too-many-values`
 */
export function parseMultipart(body: string, boundary: string): Part[] {
  // A line end in front lets the first boundary look like all others.
  const [, ...pieces] = `\r\n${body}`.split(`\r\n--${boundary}`, MAX_PARTS + 3);
  const end = pieces.findIndex((piece) => piece.startsWith('--'));
  if (end > MAX_PARTS || pieces.length > MAX_PARTS + 1)
    throw beyond('too-many-parts', 413, 'The body', MAX_PARTS, 'parts');
  if (end < 0) throw badMultipart('The body does not end with its boundary.');
  const count = new ValueCount();
  return pieces.slice(0, end).map((piece) => {
    const start = /^[ \t]*\r\n/.exec(piece);
    if (!start) throw badMultipart('A boundary is not followed by a line end.');
    return parsePart(piece.slice(start[0].length), count);
  });
}

function parsePart(text: string, count: ValueCount): Part {
  const blank = text.startsWith('\r\n') ? 0 : text.indexOf('\r\n\r\n');
  const head = blank < 0 ? text : text.slice(0, blank);
  const body = blank < 0 ? undefined : text.slice(blank ? blank + 4 : 2);
  const headers = new Map<string, string>();
  for (const line of head ? head.split('\r\n') : []) {
    // Names with a colon of their own are written as they are, so the blank counts.
    const at = line.indexOf(': ') < 0 ? line.indexOf(':') : line.indexOf(': ');
    if (at < 0) throw badMultipart(`The line ${show(line)} of a part is no header.`);
    count.add();
    headers.set(normalizeKey(line.slice(0, at)), line.slice(at + (line[at + 1] === ' ' ? 2 : 1)));
  }
  const disposition = headers.get('content-disposition') ?? '';
  headers.delete('content-disposition');
  if (/^inline\b/i.test(disposition)) return { headers, ...(body !== undefined && { body }) };
  const [, name] = /^form-data\s*;(?:.*;)?\s*name="([^"]*)"/is.exec(disposition) ?? [];
  if (name === undefined) throw badMultipart(`A part has the disposition ${show(disposition)}, which names no key.`);
  return { name: unescapePartName(name), headers, ...(body !== undefined && { body }) };
}

/**
 * A part's name in its disposition: quotes and control characters escaped, as browsers do it in forms, and a percent sign
 * that would read as such an escape.
 */
export function escapePartName(name: string): string {
  return name.replace(/["\0-\x1f\x7f]|%(?=2[25]|[01][0-9A-F]|7F)/g, (c) => {
    return `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

function unescapePartName(name: string): string {
  return name.replace(/%(22|[01][0-9A-F]|7F|25(?=2[25]|[01][0-9A-F]|7F))/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
}

export const badMultipart = (what: string): PocketbeamError =>
  new PocketbeamError('bad-multipart', what, {
    next: 'Encode the message as spec/wire.md §2 says; clients for AO do.',
    status: 400,
  });

/**
 * Header values of a fetch event as byte strings, which is what the Fetch standard has them be.
 *
 * Chromium (156) hands its Service Workers text instead: it decodes the bytes as UTF-8, so that `€` arrives as one
 * character beyond U+00FF, and bytes that are no UTF-8 arrive as an empty value. Read as bytes, every signature over
 * such a value would fail. In the other direction it encodes the characters of an answer's values as UTF-8, so a page
 * sees a value with bytes beyond ASCII encoded twice; `Headers` takes bytes only, so nothing can be done about that.
 */
import { binary, bytesOf } from '../core/value.ts';

const ASCII = /^[\0-\x7f]*$/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The same request, with header values that are byte strings. */
export function withHeaderBytes(request: Request): Request {
  const headers = [...request.headers];
  if (headers.every(([, value]) => ASCII.test(value))) return request;
  return new Request(request, {
    headers: headers.map(([name, value]): [string, string] => [name, headerBytes(value)]),
  });
}

/** @param value bytes, one character each, or the text that a browser made of them. */
export function headerBytes(value: string): string {
  return ASCII.test(value) || isUtf8(value) ? value : binary(value);
}

/** Whether these are bytes, and the bytes of some text. */
function isUtf8(value: string): boolean {
  if (/[^\0-\xff]/.test(value)) return false;
  try {
    utf8.decode(bytesOf(value));
    return true;
  } catch {
    return false;
  }
}

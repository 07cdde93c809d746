/** Between JavaScript text, byte strings (one char per byte, as Lua has them) and buffers. */
import { Buffer } from 'node:buffer';

/** UTF-8 bytes of a text, as a byte string. */
export function toByteString(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** The text of a byte string in UTF-8; what is no UTF-8 becomes U+FFFD. */
export function fromByteString(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** A path for `node:fs` from a byte string; ends at a zero byte, as in C. */
export function toPath(bytes: string): Buffer {
  const end = bytes.indexOf('\0');
  return Buffer.from(end < 0 ? bytes : bytes.slice(0, end), 'latin1');
}

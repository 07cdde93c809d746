import { MAX_DIGITS } from '../core/limits.ts';
import { integer } from '../core/value.ts';

const INTEGER = /^[+-]?\d+$/;

/** The integer that `text` writes in decimal digits; nothing if it is none, or has more than 500 digits. */
export function parseInteger(text: string): number | bigint | undefined {
  return text.length <= MAX_DIGITS && INTEGER.test(text) ? integer(BigInt(text.replace(/^\+/, ''))) : undefined;
}

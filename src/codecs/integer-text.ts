import { integer } from '../core/value.ts';

/** Longer ones are refused: reading ten million digits takes seconds. */
const INTEGER = /^[+-]?\d{1,100000}$/;

/** The integer that `text` writes in decimal digits; nothing if it is none, or has more than 100,000 digits. */
export function parseInteger(text: string): number | bigint | undefined {
  return INTEGER.test(text) ? integer(BigInt(text.replace(/^\+/, ''))) : undefined;
}

/** `tonumber(text, base)` (manual §6.1): integers only, wrapping around at 2^64 as PUC Lua's accumulation does. */
import { wrap } from '../number/int64.ts';

export function parseInBase(text: string, base: number): number | bigint | undefined {
  const match = /^[ \t\n\v\f\r]*(-?)([0-9a-zA-Z]+)[ \t\n\v\f\r]*$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', digits = ''] = match;
  let value = 0n;
  for (const digit of digits) {
    const worth = Number.parseInt(digit, 36);
    if (worth >= base) return undefined;
    value = BigInt.asUintN(64, value * BigInt(base) + BigInt(worth));
  }
  return wrap(sign === '-' ? -value : value);
}

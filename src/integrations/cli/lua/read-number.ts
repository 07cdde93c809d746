/** The format `n` of `read`: the longest prefix that looks like a numeral (`l_read_number` of Lua 5.3's liolib, MIT). */
import { parseNumber } from '../../../lua/number/text.ts';
import type { LuaNumber } from '../../../lua/value.ts';
import type { Stream } from './stream.ts';

/** Longer numerals are none. */
const MAX_LENGTH = 200;

/** Reads a number, undefined where there is none. What was read of it is gone either way. */
export function readNumber(stream: Stream): LuaNumber | undefined {
  let text = '';
  let tooLong = false;

  const take = (): void => {
    if (text.length >= MAX_LENGTH) tooLong = true;
    else {
      text += stream.peek();
      stream.skip();
    }
  };
  const takeOne = (chars: string): boolean => {
    const next = stream.peek();
    if (next === '' || !chars.includes(next) || tooLong) return false;
    take();
    return !tooLong;
  };
  const takeDigits = (digit: RegExp): number => {
    let count = 0;
    while (!tooLong && digit.test(stream.peek())) {
      take();
      count++;
    }
    return count;
  };

  while (/^[ \t-\r]$/.test(stream.peek())) stream.skip();
  takeOne('+-');
  let count = 0;
  let digit = /^\d$/;
  let exponent = 'eE';
  if (takeOne('0')) {
    if (takeOne('xX')) {
      digit = /^[\da-fA-F]$/;
      exponent = 'pP';
    } else count = 1;
  }
  count += takeDigits(digit);
  if (takeOne('.')) count += takeDigits(digit);
  if (count > 0 && takeOne(exponent)) {
    takeOne('+-');
    takeDigits(/^\d$/);
  }
  return tooLong ? undefined : parseNumber(text);
}

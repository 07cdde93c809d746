/** The formats of `read` and `lines` (manual §6.8, `file:read`). */
import { checkString, isNumber, toIndex, toInteger } from '../../../lua/lib/arguments.ts';
import type { Runtime } from '../../../lua/native.ts';
import type { LuaValue } from '../../../lua/value.ts';
import { readNumber } from './read-number.ts';
import type { Stream } from './stream.ts';

/**
 * Reads by the formats from argument `first` on; a line without any. Ends with a nil at the first that fails.
 *
 * @param first 1-based, as in messages
 */
export function readFormats(rt: Runtime, stream: Stream, args: readonly LuaValue[], first: number): LuaValue[] {
  if (args.length < first) return [stream.readLine(false)];
  const results: LuaValue[] = [];
  for (let index = first; index <= args.length; index++) {
    const value = readFormat(rt, stream, args, index);
    results.push(value);
    if (value === undefined) break;
    if (typeof value === 'string') rt.allocate(value.length);
  }
  return results;
}

function readFormat(rt: Runtime, stream: Stream, args: readonly LuaValue[], index: number): LuaValue {
  const format = args[index - 1];
  if (isNumber(format)) {
    const count = toInteger(format);
    if (count === undefined) throw rt.argError(index, 'number has no integer representation');
    return stream.read(toIndex(count));
  }
  const letter = checkString(rt, args, index).replace(/^\*/, '').charAt(0);
  switch (letter) {
    case 'n':
      return readNumber(stream);
    case 'l':
      return stream.readLine(false);
    case 'L':
      return stream.readLine(true);
    case 'a':
      return stream.readAll();
    default:
      throw rt.argError(index, 'invalid format');
  }
}

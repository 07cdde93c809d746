/** The library of Lua 5.3, as far as a process has it: names, and a line about each. */
import { words } from './word.ts';

export const luaWords = words([
  ['print', '(value)', 'Writes to the output of this message; a table is written out.'],
  ['pairs', '(table)', 'Goes through all keys.'],
  ['ipairs', '(table)', 'Goes through 1, 2, 3 … until there is none.'],
  ['tonumber', '(text, base?)', 'A number, or nil.'],
  ['tostring', '(value)', 'The value as text.'],
  ['type', '(value)', 'The name of its type.'],
  ['error', '(message, level?)', 'Ends the handler with an error.'],
  ['assert', '(value, message?)', 'The value, or an error when it is false or nil.'],
  ['pcall', '(function, …)', 'Calls it: true and its results, or false and the error.'],
  ['xpcall', '(function, handler, …)', 'As pcall, the error goes through the handler.'],
  ['select', "(n or '#', …)", 'The arguments from the nth on, or how many there are.'],
  ['next', '(table, key?)', 'The key after this one, with its value.'],
  ['rawget', '(table, key)', 'Reads without a metatable.'],
  ['rawset', '(table, key, value)', 'Writes without a metatable.'],
  ['setmetatable', '(table, metatable)', 'Gives a table another behaviour.'],
  ['getmetatable', '(table)', 'Its metatable.'],
  ['load', '(text, name?)', 'Compiles a text to a function.'],

  ['string.format', '(format, …)', 'Text with values in it: %s, %d, %q …'],
  ['string.find', '(text, pattern, from?, plain?)', 'Where the pattern is: start and end.'],
  ['string.match', '(text, pattern, from?)', 'What the pattern captures.'],
  ['string.gmatch', '(text, pattern)', 'Goes through all matches.'],
  ['string.gsub', '(text, pattern, replacement, n?)', 'The text with matches replaced, and how many.'],
  ['string.sub', '(text, from, to?)', 'A part; negative numbers count from the end.'],
  ['string.rep', '(text, n, separator?)', 'The text n times.'],
  ['string.len', '(text)', 'Its bytes, as #text.'],
  ['string.lower', '(text)', 'In lower case.'],
  ['string.upper', '(text)', 'In upper case.'],
  ['string.byte', '(text, from?, to?)', 'Codes of its bytes.'],
  ['string.char', '(…)', 'Text of these bytes.'],
  ['string.reverse', '(text)', 'Backwards.'],

  ['table.insert', '(list, at?, value)', 'Puts a value into a list, at its end by default.'],
  ['table.remove', '(list, at?)', 'Takes a value out of a list, its last by default.'],
  ['table.concat', '(list, separator?)', 'The texts of a list in one.'],
  ['table.sort', '(list, before?)', 'Sorts the list itself.'],
  ['table.unpack', '(list, from?, to?)', 'The items as several values.'],
  ['table.pack', '(…)', 'Several values as a list, n is their number.'],

  ['math.floor', '(x)', 'The integer below.'],
  ['math.ceil', '(x)', 'The integer above.'],
  ['math.abs', '(x)', 'Without its sign.'],
  ['math.max', '(x, …)', 'The largest.'],
  ['math.min', '(x, …)', 'The smallest.'],
  ['math.random', '(from?, to?)', 'A number that follows from the messages: a replay draws the same.'],
  ['math.tointeger', '(x)', 'The integer that it equals, or nil.'],
  ['math.maxinteger', 'integer', '2^63 − 1.'],
  ['math.huge', 'number', 'Larger than every number.'],

  ['os.time', '()', 'Time of the message, milliseconds since 1970.'],
  ['coroutine.create', '(function)', 'A function that can be left and entered again.'],
  ['coroutine.resume', '(coroutine, …)', 'Enters it.'],
  ['coroutine.yield', '(…)', 'Leaves it.'],
]);

export const luaKeywords: readonly string[] =
  'and break do else elseif end false for function goto if in local nil not or repeat return then true until while'.split(
    ' ',
  );

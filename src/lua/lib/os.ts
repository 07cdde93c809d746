/**
 * `os.time`, `os.date`, `os.clock` and `os.difftime` (manual §6.9) on the clock of the message at hand, in UTC, for any
 * year that a C int holds. The rest of `os` reaches outside the machine and is left out.
 */
import type { Library, NativeBody, Runtime } from '../native.ts';
import { wrapInteger } from '../number/text.ts';
import { float, type LuaValue } from '../value.ts';
import { checkInteger, checkString, checkTable, produced, toDouble, toInteger } from './arguments.ts';
import { calendarDate, calendarSeconds, type CalendarDate } from './calendar.ts';
import { strftime } from './strftime.ts';

/** Largest value of a date field: half a C int. */
const MAX_FIELD = 2 ** 30 - 1;
const MAX_INT = 2 ** 31 - 1;
const UNREPRESENTABLE = 'time result cannot be represented in this installation';

function now(rt: Runtime): number {
  return Math.floor(rt.now() / 1000);
}

/** An integer field of a date table; without `fallback` it must be there. */
function field(rt: Runtime, table: LuaValue, key: string, fallback: number | undefined, offset = 0): number {
  const value = rt.index(table, key);
  const integer = toInteger(value);
  if (integer === undefined) {
    if (value !== undefined) throw rt.error(`field '${key}' is not an integer`);
    if (fallback === undefined) throw rt.error(`field '${key}' missing in date table`);
    return fallback;
  }
  if (!(integer >= -MAX_FIELD && integer <= MAX_FIELD)) throw rt.error(`field '${key}' is out-of-bound`);
  // The bound is on the value as C keeps it (years from 1900, months from 0).
  if (Number(integer) - offset < -MAX_INT) throw rt.error(`field '${key}' is out-of-bound`);
  return Number(integer);
}

function setFields(rt: Runtime, table: LuaValue, date: CalendarDate): void {
  rt.setIndex(table, 'sec', date.second);
  rt.setIndex(table, 'min', date.minute);
  rt.setIndex(table, 'hour', date.hour);
  rt.setIndex(table, 'day', date.day);
  rt.setIndex(table, 'month', date.month);
  rt.setIndex(table, 'year', date.year);
  rt.setIndex(table, 'wday', date.weekday + 1);
  rt.setIndex(table, 'yday', date.yearDay);
  rt.setIndex(table, 'isdst', false);
}

function checkedDate(rt: Runtime, seconds: number | bigint): CalendarDate {
  const date = calendarDate(seconds);
  if (Math.abs(date.year - 1900) > MAX_INT) throw rt.error(UNREPRESENTABLE);
  return date;
}

const time: NativeBody = (rt, args) => {
  if (args[0] === undefined) return now(rt);
  const table = checkTable(rt, args, 1);
  const second = field(rt, table, 'sec', 0);
  const minute = field(rt, table, 'min', 0);
  const hour = field(rt, table, 'hour', 12);
  const day = field(rt, table, 'day', undefined);
  const month = field(rt, table, 'month', undefined, 1);
  const year = field(rt, table, 'year', undefined, 1900);
  const seconds = wrapInteger(calendarSeconds({ year, month, day, hour, minute, second }));
  setFields(rt, table, checkedDate(rt, seconds));
  return seconds;
};

const date: NativeBody = (rt, args) => {
  let format = args[0] === undefined ? '%c' : checkString(rt, args, 1);
  const seconds = args[1] === undefined ? now(rt) : checkInteger(rt, args, 2);
  const utc = format.startsWith('!');
  if (utc) format = format.slice(1);
  const found = checkedDate(rt, seconds);
  if (format === '*t') {
    const table = rt.newTable();
    setFields(rt, table, found);
    return table;
  }
  rt.charge(Math.trunc(format.length / 2));
  const text = strftime(format, found, utc ? 'GMT' : 'UTC', (rest) =>
    rt.argError(1, `invalid conversion specifier '%${rest}'`),
  );
  return produced(rt, text);
};

export const osLibrary: Library = {
  name: 'os',
  functions: {
    /** No processor time in a deterministic machine: the seconds of the message's own clock. */
    clock: (rt) => float(rt.now() / 1000),
    date,
    difftime: (rt, args) => {
      const later = checkInteger(rt, args, 1);
      return float(toDouble(later) - toDouble(checkInteger(rt, args, 2)));
    },
    time,
  },
};

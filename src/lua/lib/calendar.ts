/** Dates of the Gregorian calendar in UTC, for any year: seconds since 1970 to fields and back. */

export interface CalendarDate {
  year: number;
  /** 1–12. */
  month: number;
  /** 1–31. */
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** 0 = Sunday. */
  weekday: number;
  /** 1 = 1 January. */
  yearDay: number;
}

const DAY = 86400;
/** Days and years after which the calendar, weekdays included, repeats. */
const CYCLE_DAYS = 146097;
const CYCLE_YEARS = 400;

const modulo = (a: number, b: number): number => a - Math.floor(a / b) * b;

/** Days from 1970-01-01 to the first of `month` (0–11) of `year`. */
function daysBefore(year: number, month: number): number {
  const cycles = Math.floor((year - 1970) / CYCLE_YEARS);
  return Date.UTC(year - cycles * CYCLE_YEARS, month, 1) / (DAY * 1000) + cycles * CYCLE_DAYS;
}

/** The date of `seconds` since 1970-01-01 00:00 UTC. */
export function calendarDate(seconds: number | bigint): CalendarDate {
  const total = BigInt(seconds);
  const inDay = Number(((total % 86400n) + 86400n) % 86400n);
  const days = Number((total - BigInt(inDay)) / 86400n);
  const cycles = Math.floor(days / CYCLE_DAYS);
  const date = new Date((days - cycles * CYCLE_DAYS) * DAY * 1000);
  const year = date.getUTCFullYear() + cycles * CYCLE_YEARS;
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: Math.trunc(inDay / 3600),
    minute: Math.trunc(inDay / 60) % 60,
    second: inDay % 60,
    weekday: date.getUTCDay(),
    yearDay: days - daysBefore(year, 0) + 1,
  };
}

/** Seconds since 1970 of fields that may lie outside their ranges (month 14, day -3), as C's mktime takes them. */
export function calendarSeconds(fields: Omit<CalendarDate, 'weekday' | 'yearDay'>): bigint {
  const month = fields.month - 1;
  const days = daysBefore(fields.year + Math.floor(month / 12), modulo(month, 12)) + fields.day - 1;
  return BigInt(days) * 86400n + BigInt(fields.hour * 3600 + fields.minute * 60 + fields.second);
}

/** ISO 8601 week (1–53) and the year it belongs to. */
export function isoWeek(date: CalendarDate): { week: number; year: number } {
  const fromMonday = (date.weekday + 6) % 7;
  // The week belongs to the year of its Thursday.
  const thursday = date.yearDay - fromMonday + 3;
  if (thursday < 1) {
    const year = date.year - 1;
    return { week: Math.ceil((thursday + yearLength(year)) / 7), year };
  }
  const length = yearLength(date.year);
  return thursday > length ? { week: 1, year: date.year + 1 } : { week: Math.ceil(thursday / 7), year: date.year };
}

function yearLength(year: number): number {
  return daysBefore(year + 1, 0) - daysBefore(year, 0);
}

/** C's `strftime` in the C locale, as `os.date` uses it. */
import { isoWeek, type CalendarDate } from './calendar.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function two(value: number, fill = '0'): string {
  return (value < 0 ? '-' : '') + String(Math.abs(value)).padStart(value < 0 ? 1 : 2, fill);
}

const twelve = (date: CalendarDate): number => date.hour % 12 || 12;
const clock = (date: CalendarDate): string => `${two(date.hour)}:${two(date.minute)}:${two(date.second)}`;
const slashed = (date: CalendarDate): string => `${two(date.month)}/${two(date.day)}/${shortYear(date.year)}`;
const shortYear = (year: number): string => two(((year % 100) + 100) % 100);
const half = (date: CalendarDate): string => (date.hour < 12 ? 'AM' : 'PM');

const conversions: Record<string, (date: CalendarDate, zone: string) => string> = {
  a: (date) => DAYS[date.weekday]!.slice(0, 3),
  A: (date) => DAYS[date.weekday]!,
  b: (date) => MONTHS[date.month - 1]!.slice(0, 3),
  B: (date) => MONTHS[date.month - 1]!,
  c: (date) =>
    `${DAYS[date.weekday]!.slice(0, 3)} ${MONTHS[date.month - 1]!.slice(0, 3)} ${two(date.day, ' ')} ${clock(date)} ${date.year}`,
  C: (date) => two(Math.floor(date.year / 100)),
  d: (date) => two(date.day),
  D: slashed,
  e: (date) => two(date.day, ' '),
  F: (date) => `${date.year}-${two(date.month)}-${two(date.day)}`,
  g: (date) => shortYear(isoWeek(date).year),
  G: (date) => String(isoWeek(date).year),
  h: (date) => MONTHS[date.month - 1]!.slice(0, 3),
  H: (date) => two(date.hour),
  I: (date) => two(twelve(date)),
  j: (date) => String(date.yearDay).padStart(3, '0'),
  m: (date) => two(date.month),
  M: (date) => two(date.minute),
  n: () => '\n',
  p: half,
  r: (date) => `${two(twelve(date))}:${two(date.minute)}:${two(date.second)} ${half(date)}`,
  R: (date) => `${two(date.hour)}:${two(date.minute)}`,
  S: (date) => two(date.second),
  t: () => '\t',
  T: clock,
  u: (date) => String(date.weekday || 7),
  U: (date) => two(Math.trunc((date.yearDay + 6 - date.weekday) / 7)),
  V: (date) => two(isoWeek(date).week),
  w: (date) => String(date.weekday),
  W: (date) => two(Math.trunc((date.yearDay + 6 - ((date.weekday + 6) % 7)) / 7)),
  x: slashed,
  X: clock,
  y: (date) => shortYear(date.year),
  Y: (date) => String(date.year),
  z: () => '+0000',
  Z: (_date, zone) => zone,
  '%': () => '%',
};

/** Letters that may follow the modifiers `E` and `O`, which mean nothing in the C locale. */
const MODIFIED: Record<string, string> = { E: 'cCxXyY', O: 'deHImMSuUVwWy' };

/**
 * `date` written by `format`. What does not exist is handed to `invalid` (the text from the letter on), which returns
 * the error to throw.
 */
export function strftime(format: string, date: CalendarDate, zone: string, invalid: (rest: string) => Error): string {
  let result = '';
  let at = 0;
  for (;;) {
    const percent = format.indexOf('%', at);
    if (percent < 0) return result + format.slice(at);
    result += format.slice(at, percent);
    const first = format[percent + 1] ?? '';
    const modified = MODIFIED[first];
    const letter = modified === undefined ? first : (format[percent + 2] ?? '');
    const convert = conversions[letter];
    if (convert === undefined || (modified !== undefined && !modified.includes(letter))) {
      throw invalid(format.slice(percent + 1));
    }
    result += convert(date, zone);
    at = percent + (modified === undefined ? 2 : 3);
  }
}

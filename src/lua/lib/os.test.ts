import { describe, expect, it } from 'vitest';
import { LuaFloat, type LuaValue } from '../value.ts';
import { osLibrary } from './os.ts';
import { FakeRuntime } from './testing/fake-runtime.ts';

const { time, date, clock, difftime } = osLibrary.functions;
const rt = new FakeRuntime();
rt.clock = 1_719_240_000_123;

function fields(entries: Record<string, LuaValue>) {
  const table = rt.newTable();
  for (const [key, value] of Object.entries(entries)) table.setString(key, value);
  return table;
}

describe('os', () => {
  it('tells the time of the message', () => {
    expect(rt.try(time!)).toBe(1_719_240_000);
    expect(rt.try(clock!)).toBe(1_719_240_000.123);
    expect(rt.try(difftime!, 5, 2)).toEqual(new LuaFloat(3));
    expect(rt.try(date!)).toBe('Mon Jun 24 14:40:00 2024');
  });
  it('turns fields into seconds and puts them in order', () => {
    const table = fields({ year: 2020, month: 14, day: -3 });
    expect(rt.try(time!, table)).toBe(1611835200);
    for (const [key, value] of Object.entries({ year: 2021, month: 1, day: 28, hour: 12, yday: 28, wday: 5 })) {
      expect(table.getString(key), key).toBe(value);
    }
    expect(rt.try(time!, fields({ year: 2040, month: 1, day: 1, hour: 0 }))).toBe(2208988800);
    expect(rt.try(time!, fields({}))).toBe("error: field 'day' missing in date table");
    expect(rt.try(time!, fields({ day: 'x' }))).toBe("error: field 'day' is not an integer");
    expect(rt.try(time!, fields({ day: 1, month: 1, year: 2 ** 31 }))).toBe("error: field 'year' is out-of-bound");
  });
  it('writes dates as C does', () => {
    expect(
      rt.try(
        date!,
        '!%a %A %b %B %c %C %d %D %e %F %g %G %h %H %I %j %m %M %p %r %R %S %T %u %U %V %w %W %y %Y %z %Z %%',
        1e9,
      ),
    ).toBe(
      'Sun Sunday Sep September Sun Sep  9 01:46:40 2001 20 09 09/09/01  9 2001-09-09 01 2001 Sep 01 01 252 09 46 AM ' +
        '01:46:40 AM 01:46 40 01:46:40 7 36 36 0 36 01 2001 +0000 GMT %',
    );
    expect(rt.try(date!, '!%c', 2 ** 40)).toBe('Mon Feb 20 00:36:16 36812');
    expect(rt.try(date!, '!%Y-%m-%d', 0)).toBe('1970-01-01');
    expect(rt.try(date!, '%F', -62135596800 - 86400)).toBe('0-12-31');
    expect(rt.try(date!, '!%Y %C %y %G', -62135596800 - 86400 * 800)).toBe('-2 -1 98 -2');
    expect(rt.try(date!, '!%G-%V', 1_104_537_600)).toBe('2004-53');
    expect(rt.try(date!, '%Ec %Od', 0)).toBe('Thu Jan  1 00:00:00 1970 01');
    expect(rt.try(date!, 'x%Qab', 0)).toBe("error: bad argument #1 to '?' (invalid conversion specifier '%Qab')");
    expect(rt.try(date!, '%c', 2n ** 62n)).toBe('error: time result cannot be represented in this installation');
  });
  it('gives a table of fields', () => {
    const table = rt.try(date!, '!*t', 86399)!;
    expect(rt.index(table, 'hour')).toBe(23);
    expect(rt.index(table, 'isdst')).toBe(false);
    expect(rt.index(table, 'wday')).toBe(5);
  });
});

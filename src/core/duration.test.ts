import { describe, expect, it } from 'vitest';
import { durationOf } from './duration.ts';

describe('a length of time', () => {
  it('is a number with a unit, in words or short', () => {
    const texts = [
      '250ms',
      '250-milliseconds',
      '3s',
      '1-second',
      '90-Seconds',
      '5m',
      '5-minutes',
      '2h',
      '1-hour',
      '1d',
    ];
    expect(texts.map(durationOf)).toEqual([
      ...[250, 250, 3000, 1000, 90_000, 300_000, 300_000, 7_200_000, 3_600_000, 86_400_000],
    ]);
    expect([durationOf('10-blocks'), durationOf('1-block')]).toEqual([1_200_000, 120_000]);
  });
  it('is nothing else', () => {
    const others = [
      '',
      '5',
      'h',
      '-1h',
      '1.5h',
      '5 minutes',
      '5-weeks',
      '5-constructor',
      '1h30m',
      '9999999999s',
      5,
      undefined,
      null,
    ];
    expect(others.map(durationOf)).toEqual(others.map(() => undefined));
  });
});

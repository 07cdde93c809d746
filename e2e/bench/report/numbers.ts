/** How numbers are written. */
import type { Unit } from '../measured.ts';

/** Three digits that count, thousands apart: `0.123`, `12.3`, `12,300`. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

export const withUnit = (value: number, unit: Unit): string => `${shown(value)} ${unit}`;

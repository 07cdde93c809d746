/** Rows of the tables, made of samples. */
import type { Limit, Row, Unit } from './measured.ts';
import { middleOf, quantile, ratioOf, type Banded, type Series } from './statistics.mjs';

/** Single times, in ms. */
export const timeRow = (what: string, series: Series): Row => ({
  ...{ what, unit: 'ms', ...middleOf(series) },
  p95: quantile(series.flat(), 0.95),
});

export const ratioRow = (what: string, one: Series, against: string, other: Series): Row => ({
  ...{ what, unit: '×', against, ...ratioOf(one, other) },
});

export const plainRow = (what: string, unit: Unit, banded: Banded): Row => ({ what, unit, ...banded });

/** Of something that is the same in every run, such as a size. */
export const exactly = (value: number): Banded => ({ value, low: value, high: value });

export const atMost = (name: string, row: Row, budget: number): Limit => ({
  ...{ name, row, budget, kind: 'most', scaled: row.unit === 'ms' || row.unit === 'µs' },
});

export const atLeast = (name: string, row: Row, budget: number): Limit => ({
  ...{ name, row, budget, kind: 'least', scaled: row.unit === 'messages/s' },
});

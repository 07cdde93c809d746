/** What a part of the bench gives. */
import type { Banded } from './statistics.mjs';

export type Unit = 'ms' | 'µs' | '×' | 'messages/s' | 'bytes' | 'MB';

/** One line of a part's table. */
export interface Row extends Banded {
  what: string;
  unit: Unit;
  /** Where single times were taken: what 95 of 100 stay below. */
  p95?: number;
  /** Of a ratio: what it is compared with. */
  against?: string;
}

/** A limit of the design (§7) for a row. */
export interface Limit {
  name: string;
  row: Row;
  budget: number;
  /** `most`: not above the budget. `least`: not below it. */
  kind: 'most' | 'least';
  /** Whether the machine counts: times and rates are put to the machine factor, ratios and sizes are not. */
  scaled: boolean;
}

/** How something grows; drawn with logarithmic axes. */
export interface Curve {
  /** Of the file, without its ending. */
  name: string;
  title: string;
  x: string;
  y: string;
  lines: { name: string; points: { x: number; y: number }[] }[];
}

export interface Measured {
  /** Heading of its section. */
  title: string;
  /** What is compared with what, in Markdown. */
  about: string;
  rows: Row[];
  limits?: Limit[];
  curves?: Curve[];
  /** Tables of its own, in Markdown. */
  more?: string;
  /** Of what it is compared with. */
  versions?: Record<string, string>;
}

/** What is common to all parts of a run. */
export interface Run {
  /** Of Chromium. */
  executablePath: string;
  /** Small counts, to try the programs; the numbers mean little. */
  quick: boolean;
  /** Also measures what has to be fetched from the registry first. */
  peer: boolean;
}

export interface Part {
  name: string;
  measure(run: Run): Promise<Measured>;
}

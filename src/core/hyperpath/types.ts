import type { Value } from '../value.ts';

/** A parameter's value, or a sub-path `(…)` whose result becomes the value. */
export type Parameter = { value: Value } | { path: HyperPath };

/**
 * One segment of a HyperPATH: `key~device@version&name=value`. `~device@version&…` without a key is an inline
 * message when it comes first, else a cast of what stands before it.
 */
export interface Segment {
  /** Percent-decoded byte string, case kept; empty for a bare `~device`. */
  key: string;
  /** `name@version` as written. */
  device?: string;
  /** `&name=value`, names lower-cased, typed values converted; the last of equal names wins. */
  parameters: Map<string, Parameter>;
}

export interface HyperPath {
  segments: Segment[];
  /** `?name=value`: keys of the whole request. */
  query: Map<string, Parameter>;
}

import type { Value } from '../value.ts';

/** A parameter's value, or a sub-path `(…)` whose result becomes the value. */
export type Parameter = { value: Value } | { path: Segment[] };

/** Names as messages keep them ({@link normalizeKey}), typed values converted; the last of equal names wins. */
export type Parameters = Map<string, Parameter>;

/**
 * One segment of a HyperPATH: `key~device@version&name=value`. `~device@version&…` without a key is an inline
 * message when it comes first, else a cast of what stands before it.
 */
export interface Segment {
  /** Percent-decoded byte string, case kept; empty for a bare `~device` and for a sub-path. */
  key: string;
  /** `(…)` in place of the key: what it leads to is the base when it comes first, else the key. */
  path?: Segment[];
  /** `name@version` as written. */
  device?: string;
  /** `&name=value` */
  parameters: Parameters;
}

export interface HyperPath {
  segments: Segment[];
  /** `?name=value`: keys of the whole request. */
  query: Parameters;
  /**
   * `?N.name=value`: keys for one message of the path only. 0 is the base that the path starts from (an id, an inline
   * message, or the request), 1 the first key asked of it: in `/a/b?2.x=1` only `b` gets `x`.
   */
  scopes: Map<number, Parameters>;
}

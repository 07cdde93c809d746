/** What running a part of a program may do. */

export interface Effects {
  /** Parts of the state that are looked at: `Balances`, `State.users`. */
  reads: Set<string>;
  /** Parts of the state, and parameters of the function as `#…`, that may be changed. */
  writes: Set<string>;
  /** Parts of the state that are sent to `patch@1.0`. */
  patches: Set<string>;
  /** What the value that it returns may be a part of, as {@link writes} names it. */
  gives: Set<string>;
  /** It answers who sent the message. */
  replies: boolean;
  /** It goes over something, so that what it answers is made and does not lie there. */
  loops: boolean;
  /** What else it does, in words that follow its name: `spawns a process`. */
  acts: Set<string>;
  /** What it calls that is not known, in such words. */
  unclear: Set<string>;
}

export const noEffects = (): Effects => ({
  ...{ reads: new Set(), writes: new Set(), patches: new Set(), gives: new Set() },
  ...{ replies: false, loops: false, acts: new Set(), unclear: new Set() },
});

/** Adds what a part of something does to what the whole does; what the part returns is for the whole to say. */
export function include(whole: Effects, part: Effects): void {
  for (const key of ['reads', 'writes', 'patches', 'acts', 'unclear'] as const)
    for (const one of part[key]) whole[key].add(one);
  whole.replies ||= part.replies;
  whole.loops ||= part.loops;
}

/** Whether it is a parameter of a function and no part of the state. */
export const isParameter = (root: string): boolean => root.startsWith('#');

export const NOTHING: ReadonlySet<string> = new Set();

export const union = (sets: readonly ReadonlySet<string>[]): ReadonlySet<string> =>
  new Set(sets.flatMap((set) => [...set]));

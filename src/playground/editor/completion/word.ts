/** Something that can be completed. */
export interface Word {
  /** As it is written, with what it belongs to: `Handlers.add`. */
  readonly name: string;
  /** What it takes, or what it is: `(name, pattern, handle)`, `table`. */
  readonly takes: string;
  /** One line: what it does. */
  readonly about: string;
}

/** @param rows name, what it takes, what it does */
export function words(rows: readonly (readonly [name: string, takes: string, about: string])[]): readonly Word[] {
  return rows.map(([name, takes, about]) => ({ name, takes, about }));
}

/**
 * For V8 a field that was written once is a constant, and code that it optimises meanwhile depends on that: the first other
 * value throws the code away. The fields of the interpreter get theirs late (a function is compiled after so much work), when
 * the instruction loop has just been optimised, which takes V8 a tenth of a second.
 */

/** Writes other values to all fields of `object`, and the ones they have again. */
export function showVariable(object: object): void {
  const fields = object as Record<string, unknown>;
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    // Of the same kind, so that V8 goes on storing small integers as such.
    if (typeof value === 'number') fields[name] = value === 0 ? 1 : 0;
    else fields[name] = typeof value === 'boolean' ? !value : OTHER;
    fields[name] = value;
  }
}

const OTHER = {};

/**
 * A new array of these values, for what may live as long as the heap does. V8 watches how long the arrays of a literal
 * live: where most stay (a program filling its tables as it boots), it makes all later ones among the old objects, which
 * only a full collection frees, and whatever such a dead array holds stays with it. So one long-lived table made every
 * message after it twice as slow. Rest arrays are not watched.
 */
export const arrayOf = <T>(...values: T[]): T[] => values;

/** @returns what compiles a chunk to a function that runs it and returns its first result as text. */
export function stockFengari(): (source: string) => () => string;

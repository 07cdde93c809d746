/**
 * A text as V8 keeps the names of properties, and with them what our own code and compiled functions have as literals: those
 * it compares by their addresses. For short names that tables have as keys; each one costs some memory.
 */
export const internalised = (text: string): string => Object.keys({ [text]: true })[0] as string;

/**
 * The pure part, `pocketbeam/core`: HyperPATHs, the values of messages and their plain form, errors. It needs neither a
 * page nor Node, and nothing in it keeps anything.
 */
export { diagnosticText } from './diagnostics.ts';
export { PocketbeamError, toPocketbeamError, type ErrorData, type ErrorDetails } from './errors.ts';
export { parseHyperPath } from './hyperpath/parse.ts';
export { printHyperPath } from './hyperpath/print.ts';
export type { HyperPath, Parameter, Parameters, Segment } from './hyperpath/types.ts';
export { isId, normalizeKey } from './ids.ts';
export { fromPlain, toPlain, type Plain } from './plain.ts';
export type { Clock } from './ports/clock.ts';
export {
  Atom,
  binary,
  binaryOf,
  bytesOf,
  Float,
  text,
  type ListValue,
  type MapValue,
  type Message,
  type Value,
} from './value.ts';

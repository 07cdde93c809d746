/** Segments → HyperPATH text: the inverse of parse.ts for paths without typed or nested parameters. */
import { bytesOf } from '../value.ts';

/** Characters that stand for themselves in a key; all others are written as `%XX` of their bytes. */
const PLAIN = /^[A-Za-z0-9._!$'*,;:@-]$/;

/** A byte-string key as one path segment. */
export function printKey(key: string): string {
  let printed = '';
  for (const byte of bytesOf(key)) {
    const c = String.fromCharCode(byte);
    printed += PLAIN.test(c) ? c : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return printed;
}

/** `/<process>~process@1.0/compute[&slot=N]/<keys…>`: how to read a process' state. */
export function printStatePath(process: string, keys: readonly string[], slot?: number): string {
  const compute = slot === undefined ? 'compute' : `compute&slot=${slot}`;
  return `/${[`${process}~process@1.0`, compute, ...keys.map(printKey)].join('/')}`;
}

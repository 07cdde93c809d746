/** HyperPATHs → text: the inverse of parse.ts. */
import { PocketbeamError, show } from '../errors.ts';
import { bytesOf } from '../value.ts';
import { parseHyperPath, SCOPED } from './parse.ts';
import { splitTop } from './split.ts';
import { printTyped } from './typed.ts';
import type { HyperPath, Parameter, Segment } from './types.ts';

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

/**
 * A path as text that {@link parseHyperPath} reads as the same path.
 * @throws {PocketbeamError} `bad-path` for a path that has no text: escapes are decoded before a path is split, so a key
 * cannot hold `/`, `&` or `~`, a value no `&` and outside of a query no `/`. Else as {@link parseHyperPath}.
 */
export function printHyperPath(path: HyperPath): string {
  const printed = print(path);
  const read = parseHyperPath(printed);
  // What is data here is written with escapes, so whatever would be read as a separator does not print the same again.
  if (read.segments.length !== path.segments.length || print(read) !== printed) throw unprintable(printed);
  return printed;
}

function print({ segments, query, scopes }: HyperPath): string {
  const named = [...query].map(([name, parameter]) => {
    if (SCOPED.test(name)) throw unprintable(name);
    return printParameter(name, parameter);
  });
  for (const [number, scope] of scopes)
    for (const [name, parameter] of scope) {
      const scoped = `${number}.${name}`;
      if (SCOPED.exec(scoped)?.[2] !== name) throw unprintable(scoped);
      named.push(`${number}.${printParameter(name, parameter)}`);
    }
  named.sort((a, b) => Number(staysOpen(a)) - Number(staysOpen(b)));
  return `/${printSegments(segments)}${named.length ? `?${named.join('&')}` : ''}`;
}

/** Whether a bracket in printed text does not close, so that what follows would belong to it. */
const staysOpen = (printed: string): boolean =>
  splitTop(`${printed.replaceAll('%28', '(').replaceAll('%29', ')')}&`, '&').length === 1;

const printSegments = (segments: readonly Segment[]): string => segments.map(printSegment).join('/');

function printSegment({ key, path, device, parameters }: Segment): string {
  const head = path ? `(${printSegments(path)})` : printKey(key);
  const parts = [device === undefined ? head : `${head}~${printKey(device)}`];
  for (const [name, parameter] of parameters) parts.push(printParameter(name, parameter));
  const printed = parts.join('&');
  // URLs resolve these two, however they are escaped; a segment with an empty parameter is left alone.
  return printed === '.' || printed === '..' ? `${printed}&` : printed;
}

function printParameter(name: string, parameter: Parameter): string {
  if ('path' in parameter) return `${printKey(name)}=(${printSegments(parameter.path)})`;
  const printed = printTyped(parameter.value);
  if (!printed) throw unprintable(name);
  const type = printed.type === undefined ? '' : `+${printed.type}`;
  return `${printKey(name)}${type}=${printKey(printed.text)}`;
}

const unprintable = (what: string): PocketbeamError =>
  new PocketbeamError('bad-path', `${show(what)} cannot be written as a path that reads the same.`, {
    status: 400,
    cause: 'A separator stands in a key or value, or a list or map holds what a path cannot carry.',
    next: 'Send such values in the body of a POST.',
  });

/** HyperPATH text → segments (spec/hyperbeam.md, Facts: paths and requests). */
import { PocketbeamError, show } from '../errors.ts';
import { normalizeKey } from '../ids.ts';
import { MAX_DEPTH, MAX_KEY_LENGTH, MAX_PATH_LENGTH } from '../limits.ts';
import { binary } from '../value.ts';
import { splitOnce, typedValue } from './typed.ts';
import type { HyperPath, Parameter, Segment } from './types.ts';

/**
 * Parses the path and query of a URL, percent-encoded as they arrive, without scheme, host and scope.
 * Percent-encoding is decoded before splitting, doubled slashes collapse.
 * @throws {PocketbeamError} `path-too-long`, `path-too-deep`, `key-too-long`, `bad-path` (escape or brackets that do
 * not close), `bad-parameter-type`, `bad-parameter-value`.
 */
export function parseHyperPath(path: string): HyperPath {
  if (path.length > MAX_PATH_LENGTH)
    throw new PocketbeamError(
      'path-too-long',
      `The path has ${path.length} characters, more than ${MAX_PATH_LENGTH}.`,
      {
        status: 414,
        next: 'Shorten it, or send large values in a body.',
      },
    );
  const [pathname, query] = splitOnce(path, '?');
  const segments = parseSegments(decode(pathname), 0);
  return { segments, query: parseParameters(query ? decode(query) : '', 0) };
}

function parseSegments(text: string, depth: number): Segment[] {
  if (depth > MAX_DEPTH) throw tooDeep(depth);
  const parts = splitTop(text, '/').filter((part) => part !== '');
  if (parts.length > MAX_DEPTH) throw tooDeep(parts.length);
  return parts.map((part) => parseSegment(part, depth));
}

function parseSegment(text: string, depth: number): Segment {
  const [head = '', ...parameters] = splitTop(text, '&');
  const [key, device] = splitOnce(head, '~');
  if (key.length > MAX_KEY_LENGTH)
    throw new PocketbeamError(
      'key-too-long',
      `The key ${show(key)} has ${key.length} bytes, more than ${MAX_KEY_LENGTH}.`,
      {
        status: 400,
        next: 'Use shorter keys; keep long text in values.',
      },
    );
  const segment: Segment = { key, parameters: parseParameters(parameters.join('&'), depth) };
  if (device !== undefined) segment.device = device;
  return segment;
}

function parseParameters(text: string, depth: number): Map<string, Parameter> {
  const parameters = new Map<string, Parameter>();
  for (const part of splitTop(text, '&')) {
    if (part === '') continue;
    const [name, value = ''] = splitOnce(part, '=');
    const [key, type] = splitOnce(name, '+');
    parameters.set(normalizeKey(key), parameter(type, value, depth));
  }
  return parameters;
}

function parameter(type: string | undefined, value: string, depth: number): Parameter {
  if (type !== undefined) return { value: typedValue(type, value) };
  if (value.startsWith('(') && value.endsWith(')'))
    return { path: { segments: parseSegments(value.slice(1, -1), depth + 1), query: new Map() } };
  return { value };
}

/** Splits at `separator` outside of round brackets. */
function splitTop(text: string, separator: string): string[] {
  if (!text.includes('(')) return text.split(separator);
  const parts: string[] = [];
  let open = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '(') open++;
    else if (c === ')' && open > 0) open--;
    else if (c === separator && open === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** Percent-decoding to a byte string: `%2F` then acts as `/`, as on the node. */
function decode(text: string): string {
  const bytes = binary(text);
  if (!bytes.includes('%')) return bytes;
  if (/%(?![0-9a-fA-F]{2})/.test(bytes))
    throw new PocketbeamError('bad-path', `The path ${show(text)} has a percent sign that starts no escape.`, {
      status: 400,
      next: 'Write a percent sign itself as %25.',
    });
  return bytes.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

const tooDeep = (depth: number): PocketbeamError =>
  new PocketbeamError('path-too-deep', `The path has ${depth} levels, more than ${MAX_DEPTH}.`, { status: 400 });

/** HyperPATH text → segments (spec/hyperbeam.md, Facts: paths and requests). */
import { PocketbeamError, show } from '../errors.ts';
import { normalizeKey } from '../ids.ts';
import { beyond, MAX_DEPTH, MAX_KEY_LENGTH, MAX_PATH_LENGTH, MAX_SEGMENTS } from '../limits.ts';
import { binary } from '../value.ts';
import { bracketed, splitOnce, splitTop } from './split.ts';
import { typedValue } from './typed.ts';
import type { HyperPath, Parameter, Parameters, Segment } from './types.ts';

/** `N.name` in a query. No path has a message of more digits. */
export const SCOPED = /^(\d{1,3})\.(.+)$/s;

/**
 * Parses the path and query of a URL, percent-encoded as they arrive, without scheme, host and scope.
 * Percent-encoding is decoded before splitting, doubled slashes collapse.
 * @throws {PocketbeamError} `path-too-long`, `path-too-deep`, `too-many-segments`, `key-too-long`, `bad-path` (an escape that is none),
 * `bad-parameter-type`, `bad-parameter-value`.
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
  const [pathname, search = ''] = splitOnce(path, '?');
  const total: Total = { segments: 0 };
  const segments = parseSegments(decode(pathname), 0, total);
  const query: Parameters = new Map();
  const scopes = new Map<number, Parameters>();
  for (const [name, parameter] of parseParameters(decode(search), 0, total)) {
    const [, number, key] = SCOPED.exec(name) ?? [];
    if (key === undefined) query.set(name, parameter);
    else {
      const scope = scopes.get(Number(number)) ?? new Map<string, Parameter>();
      scopes.set(Number(number), scope.set(normalizeKey(key), parameter));
    }
  }
  return { segments, query, scopes };
}

/** What has been parsed of the whole path. */
interface Total {
  segments: number;
}

function parseSegments(text: string, depth: number, total: Total): Segment[] {
  if (depth > MAX_DEPTH) throw tooDeep(depth);
  const parts = splitTop(text, '/').filter((part) => /[^&]/.test(part));
  if (parts.length > MAX_DEPTH) throw tooDeep(parts.length);
  if ((total.segments += parts.length) > MAX_SEGMENTS)
    throw beyond('too-many-segments', 400, 'The path with its brackets', MAX_SEGMENTS, 'segments');
  return parts.map((part) => parseSegment(part, depth, total));
}

function parseSegment(text: string, depth: number, total: Total): Segment {
  const [head = '', ...parameters] = splitTop(text, '&');
  const [name = '', ...device] = splitTop(head, '~');
  const nested = bracketed(name);
  const key = nested === undefined ? name : '';
  if (key.length > MAX_KEY_LENGTH)
    throw new PocketbeamError(
      'key-too-long',
      `The key ${show(key)} has ${key.length} bytes, more than ${MAX_KEY_LENGTH}.`,
      {
        status: 400,
        next: 'Use shorter keys; keep long text in values.',
      },
    );
  return {
    key,
    ...(nested === undefined ? {} : { path: parseSegments(nested, depth + 1, total) }),
    ...(device.length ? { device: device.join('~') } : {}),
    parameters: parseParameters(parameters.join('&'), depth, total),
  };
}

function parseParameters(text: string, depth: number, total: Total): Parameters {
  const parameters: Parameters = new Map();
  for (const part of splitTop(text, '&')) {
    if (part === '') continue;
    const [name, value] = splitOnce(part, '=');
    const [key, type] = splitOnce(name, '+');
    const kept = normalizeKey(key);
    // Where the last one stands: only there can a bracket stay open.
    parameters.delete(kept);
    parameters.set(kept, parameter(type, value, depth, total));
  }
  return parameters;
}

/** A name alone is `true`, as the node's answer for `&e/e` tells: the same as for any boolean. */
function parameter(type: string | undefined, text: string | undefined, depth: number, total: Total): Parameter {
  if (type !== undefined) return { value: typedValue(type, text ?? '') };
  if (text === undefined) return { value: true };
  const nested = bracketed(text);
  return nested === undefined ? { value: text } : { path: parseSegments(nested, depth + 1, total) };
}

/** Percent-decoding to a byte string: `%2F` then acts as `/`, as on the node. */
function decode(text: string): string {
  const bytes = binary(text);
  if (!bytes.includes('%')) return bytes;
  if (/%(?![0-9a-fA-F]{2})/.test(bytes))
    throw new PocketbeamError('bad-path', `The path ${show(text)} has a percent sign that starts no escape.`, {
      status: 400,
      strictStatus: 500,
      next: 'Write a percent sign itself as %25.',
    });
  return bytes.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

const tooDeep = (depth: number): PocketbeamError =>
  new PocketbeamError('path-too-deep', `The path has ${depth} levels, more than ${MAX_DEPTH}.`, { status: 400 });

/** Headers as people write them: a line `name: value` for each. */
import { PocketbeamError } from 'pocketbeam';

export interface Header {
  readonly name: string;
  readonly value: string;
}

const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** Names that a browser keeps to itself: it drops them without a word. */
const FORBIDDEN =
  /^(?:accept-charset|accept-encoding|access-control-request-.*|connection|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|referer|set-cookie|te|trailer|transfer-encoding|upgrade|via|proxy-.*|sec-.*)$/i;

/** The headers of those lines that are right; empty lines are none. */
export function readHeaders(text: string): Header[] {
  return lines(text).flatMap(([line]) => {
    const header = headerOf(line);
    return typeof header === 'string' ? [] : [header];
  });
}

/**
 * The first thing that is wrong with them.
 * @returns an error `bad-header`; undefined where all can be sent.
 */
export function headersProblem(text: string): PocketbeamError | undefined {
  for (const [line, number] of lines(text)) {
    const header = headerOf(line);
    if (typeof header === 'string')
      return new PocketbeamError('bad-header', `Line ${number} of the headers ${header}.`, {
        next: 'Write a line for each, such as accept: application/json',
      });
  }
  return undefined;
}

/** Those of the headers that no browser lets a page send. */
export const unsentHeaders = (text: string): string[] =>
  readHeaders(text)
    .map(({ name }) => name)
    .filter((name) => FORBIDDEN.test(name));

/** @throws PocketbeamError `bad-method` for what no browser lets a page send. */
export function checkMethod(method: string): void {
  if (!TOKEN.test(method))
    throw new PocketbeamError('bad-method', `${JSON.stringify(method)} is no HTTP method.`, {
      next: 'Use letters only, such as GET or POST.',
    });
  if (/^(?:CONNECT|TRACE|TRACK)$/i.test(method))
    throw new PocketbeamError('bad-method', `No browser lets a page send ${method}.`, { next: 'Use another method.' });
}

function lines(text: string): [line: string, number: number][] {
  return text
    .split(/\r?\n/)
    .map((line, i): [string, number] => [line.trim(), i + 1])
    .filter(([line]) => line !== '');
}

/** A header, or what is wrong with the line. */
function headerOf(line: string): Header | string {
  const at = line.indexOf(':');
  if (at < 0) return 'has no colon';
  const name = line.slice(0, at).trim();
  const value = line.slice(at + 1).trim();
  if (!TOKEN.test(name)) return `has a name that is none: ${JSON.stringify(name)}`;
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) return 'has a character that no header can carry';
  return { name, value };
}

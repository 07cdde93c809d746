/** A request as text: what is typed, and the commands that make it elsewhere. */
import { readHeaders } from './headers.ts';

export interface RequestText {
  readonly method: string;
  /** From `/`, without the scope. */
  readonly path: string;
  /** A line `name: value` for each. */
  readonly headers: string;
  /** Not sent with GET and HEAD, which have none. */
  readonly body: string;
}

/** Where `pocketbeam serve` listens. What curl asks goes to a server and never through a Service Worker. */
export const LOCAL_NODE = 'http://127.0.0.1:8734';

export const hasBody = ({ method, body }: RequestText): boolean => !/^(?:GET|HEAD)$/.test(method) && body !== '';

/** `fetch(…)` for any page below the scope. */
export function fetchCode(request: RequestText, scope: string): string {
  const { method, path } = request;
  const headers = readHeaders(request.headers).map(({ name, value }) => [name, value]);
  const options = {
    ...(method === 'GET' ? {} : { method }),
    ...(headers.length ? { headers } : {}),
    ...(hasBody(request) ? { body: request.body } : {}),
  };
  const url = JSON.stringify(scope.replace(/\/$/, '') + path);
  return Object.keys(options).length
    ? `await fetch(${url}, ${JSON.stringify(options, null, 2)})`
    : `await fetch(${url})`;
}

/**
 * A command for a POSIX shell.
 * @param node origin of the server that is asked.
 */
export function curlCode(request: RequestText, node: string): string {
  const { method } = request;
  const url = new URL(node + request.path).href;
  const args = ['curl'];
  // Brackets would be patterns to curl.
  if (/[[\]{}]/.test(url)) args.push('--globoff');
  if (method === 'HEAD') args.push('--head');
  else if (method !== 'GET') args.push('-X', method);
  for (const { name, value } of readHeaders(request.headers))
    // Without a value curl takes `name:` as "do not send it".
    args.push('-H', value ? `${name}: ${value}` : `${name};`);
  if (hasBody(request)) args.push('--data-raw', request.body);
  return [...args, url].map(shellWord).join(' ');
}

/** One word of a POSIX shell, whatever is in it but NUL, which no argument can have. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./~-]+$/.test(text) && !text.startsWith('~')) return text;
  return `'${text.replaceAll('\0', '').replaceAll("'", `'\\''`)}'`;
}

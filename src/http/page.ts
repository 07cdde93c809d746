/** What a person sees who types a HyperPATH into the address bar (`fetch` is unaffected). */
import type { HttpRequest } from './handler.ts';
import { encodeJson } from '../codecs/json.ts';
import { printKey } from '../core/hyperpath/print.ts';
import { binary, isList, isMap, text, type Value } from '../core/value.ts';

/** The browser opens the answer as a document. */
export function isNavigation(request: HttpRequest): boolean {
  return request.mode === 'navigate' || request.headers.get('sec-fetch-mode') === 'navigate';
}

/**
 * A page for a map, a list or bytes that are no text; undefined where the value itself reads well or brings its own
 * content type.
 * @param headers with which a `fetch` of the same path is answered.
 * @returns HTML as a byte string.
 */
export function pageOfValue(value: Value, headers: ReadonlyMap<string, string>, path: string): string | undefined {
  if (isMap(value) && value.has('content-type') && (value.has('body') || value.has('data'))) return undefined;
  if (typeof value === 'string' && isText(value)) return undefined;
  if (typeof value !== 'string' && !isMap(value) && !isList(value)) return undefined;
  const keys = isMap(value) ? [...value.keys()].sort() : isList(value) ? value.map((_, i) => String(i + 1)) : [];
  const links = keys.slice(0, MAX_LINKS).map((key) => {
    const href = `${trimmed(path)}/${printKey(key)}`.replace(/^\/+/, '');
    return `<li><a href="${escape(relative(href, path))}">${escape(text(key))}</a>`;
  });
  const more = keys.length > MAX_LINKS ? `<p>… and ${keys.length - MAX_LINKS} more keys.` : '';
  const json = typeof value === 'string' ? `${value.length} bytes that are no text` : pretty(value);
  return document(
    decodePath(path),
    `<ul>${links.join('')}</ul>${more}<pre>${escape(json)}</pre>
<p>A page reads this as JSON with <code>fetch('…/serialize~json@1.0')</code>.
<details><summary>Headers of the answer to a fetch</summary><pre>${escape(headerLines(headers))}</pre></details>`,
  );
}

/** @returns HTML as a byte string. */
export function pageOfError(code: string, message: string, next: string | undefined): string {
  return document(code, `<p>${escape(message)}</p>${next ? `<p>${escape(next)}</p>` : ''}`);
}

const MAX_LINKS = 500;

function headerLines(headers: ReadonlyMap<string, string>): string {
  const lines = [...headers].slice(0, MAX_LINKS).map(([name, value]) => `${name}: ${text(value)}`);
  return lines.sort().join('\n');
}

/** Links relative to the page itself, so that they hold under any scope. */
function relative(href: string, path: string): string {
  const last = trimmed(path).split('/').at(-1) ?? '';
  return `./${last}${href.slice(trimmed(path).replace(/^\/+/, '').length)}`;
}

const trimmed = (path: string): string => path.split('?', 1)[0]?.replace(/\/+$/, '') ?? '';

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** JSON with two spaces of indent; integers keep all their digits. */
function pretty(value: Value): string {
  let json: string;
  try {
    json = text(encodeJson(value));
  } catch {
    return 'holds bytes that are no text: open its keys one by one';
  }
  let indent = 0;
  let out = '';
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^[\]{},:"]+/g)) {
    if (token === '{' || token === '[') out += `${token}\n${'  '.repeat(++indent)}`;
    else if (token === '}' || token === ']') out += `\n${'  '.repeat(--indent)}${token}`;
    else if (token === ',') out += `,\n${'  '.repeat(indent)}`;
    else out += token === ':' ? ': ' : token;
  }
  return out.replace(/([[{])\s+([\]}])/g, '$1$2');
}

const isText = (bytes: string): boolean => !/[\0-\x08\x0e-\x1f]/.test(bytes) && !text(bytes).includes('\ufffd');

const escape = (s: string): string => s.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

function document(title: string, body: string): string {
  return binary(`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>:root{color-scheme:light dark}body{font:15px/1.5 system-ui;margin:2rem auto;max-width:60rem;padding:0 1rem}
h1{font-size:1rem;overflow-wrap:anywhere}ul{columns:18rem}pre{overflow:auto;padding:1rem;background:light-dark(#f2f4f7,#1c2128)}</style>
<h1>${escape(title)}</h1>${body}</html>`);
}

/** Puts a recording into the text of a scenario; whatever did not change stays as it was written. */
import { parseJson, writeJson } from './json-text.ts';
import type { Plain } from '../../core/plain.ts';
import type { Recording } from './scenario.ts';
import { isPlainMap } from './values.ts';

const LISTS = ['slots', 'expect', 'outbox', 'errors'] as const;

/** Where the value of a key at the top of the text begins and ends. */
interface Span {
  start: number;
  end: number;
}

/** The text of the scenario with what `recording` gives. @param text a JSON object. */
export function writeScenario(text: string, recording: Recording): string {
  const before = parseJson(text);
  const [, indentation = ''] = /^\s*\{[ \t]*\r?\n([ \t]+)"/.exec(text) ?? [];
  let written = text;
  for (const key of LISTS) {
    const value = recording[key] as unknown as Plain;
    if (isPlainMap(before) && before[key] !== undefined && writeJson(before[key]) === writeJson(value)) continue;
    const laidOut = layOut(value, indentation);
    const span = topLevel(written).get(key);
    written = span
      ? written.slice(0, span.start) + laidOut + written.slice(span.end)
      : written.replace(/\s*\}\s*$/, `,\n${indentation}"${key}": ${laidOut}\n}\n`);
  }
  return written;
}

/**
 * A list with one entry on a line; anything else in one line.
 * @param indentation of the object's keys. Where they have none, that is how the recorded scenarios are written.
 */
function layOut(value: Plain, indentation: string): string {
  if (!Array.isArray(value) || value.length === 0) return writeJson(value);
  const end = indentation || '  ';
  return `[\n${value.map((item) => end + end + writeJson(item)).join(',\n')}\n${end}]`;
}

const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/y;

/** The values of an object's own keys, by key. @param text valid JSON. */
function topLevel(text: string): Map<string, Span> {
  const spans = new Map<string, Span>();
  let depth = 0;
  let key: string | undefined;
  let start = -1;
  const close = (end: number): void => {
    if (key !== undefined) spans.set(key, { start, end: start + text.slice(start, end).trimEnd().length });
    key = undefined;
  };
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (c === '"') {
      STRING.lastIndex = at;
      const string = STRING.exec(text)?.[0] ?? '"';
      at += string.length - 1;
      const colon = /^\s*:\s*/.exec(text.slice(at + 1, at + 100))?.[0];
      if (depth === 1 && key === undefined && colon !== undefined) {
        key = JSON.parse(string) as string;
        start = at + 1 + colon.length;
        at += colon.length;
      }
    } else if (c === '{' || c === '[') depth++;
    else if (c === '}' || c === ']') {
      if (--depth === 0) close(at);
    } else if (c === ',' && depth === 1) close(at);
  }
  return spans;
}

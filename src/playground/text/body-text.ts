/** The body of an answer as text that can be shown, whatever is in it. */

export interface BodyText {
  text: string;
  /** What the text does not say: cut off, or no text at all. */
  note?: string;
}

const MAX_TEXT = 100_000;
const MAX_DUMP = 512;
const PER_LINE = 16;

/** How a body can be shown. */
export const BODY_FORMS = ['text', 'JSON', 'hex'] as const;
export type BodyForm = (typeof BODY_FORMS)[number];

/** UTF-8 as it is, JSON with line breaks, anything else as a hex dump of its beginning. */
export function bodyText(bytes: Uint8Array, contentType = ''): BodyText {
  return bodyAs(fittingForm(bytes, contentType), bytes);
}

/** The form that shows most of a body. */
export function fittingForm(bytes: Uint8Array, contentType = ''): BodyForm {
  if (utf8(bytes) === undefined) return 'hex';
  return /\bjson\b/.test(contentType) ? 'JSON' : 'text';
}

/** A body in the form that somebody wants: bytes that are no text as U+FFFD, and what is no JSON as if it were. */
export function bodyAs(form: BodyForm, bytes: Uint8Array): BodyText {
  if (form === 'hex') {
    const notes = [
      utf8(bytes) === undefined ? `${bytes.length} bytes that are no text` : '',
      bytes.length > MAX_DUMP ? `the first ${MAX_DUMP} are shown` : '',
    ].filter(Boolean);
    return { text: hexDump(bytes.subarray(0, MAX_DUMP)), ...(notes.length ? { note: `${notes.join('; ')}.` } : {}) };
  }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const shown = form === 'JSON' ? withBreaks(text) : text;
  if (shown.length <= MAX_TEXT) return { text: shown };
  return { text: shown.slice(0, MAX_TEXT), note: `The first ${MAX_TEXT} of ${shown.length} characters are shown.` };
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/**
 * Line breaks and indents between the tokens; the tokens stay as sent, so that a number of twenty digits is not
 * rounded, as it would be by parsing.
 */
function withBreaks(json: string): string {
  if (json.length > MAX_TEXT) return json;
  let depth = 0;
  let out = '';
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[{]\s*[\]}]|[[\]{},:]|[^\s[\]{},:"]+/g)) {
    if (token === '{' || token === '[') out += `${token}\n${'  '.repeat(++depth)}`;
    else if (token === '}' || token === ']') out += `\n${'  '.repeat((depth = Math.max(depth - 1, 0)))}${token}`;
    else if (token === ',') out += `,\n${'  '.repeat(depth)}`;
    else out += token === ':' ? ': ' : token;
  }
  return out;
}

function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let i = 0; i < bytes.length; i += PER_LINE) {
    const row = [...bytes.subarray(i, i + PER_LINE)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const chars = row.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${i.toString(16).padStart(4, '0')}  ${hex.padEnd(PER_LINE * 3 - 1)}  ${chars}`);
  }
  return lines.join('\n');
}

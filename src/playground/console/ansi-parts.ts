/** Terminal colours as names for the page to draw. */
import { stripAnsi } from '../text/ansi.ts';

const COLORS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

export interface Style {
  /** One of the eight of a terminal; bright ones are not told apart, but `gray` is bright black. */
  readonly color?: (typeof COLORS)[number] | 'gray';
  readonly bold?: true;
  readonly underline?: true;
}

/** Characters that look the same. */
export interface Part {
  readonly text: string;
  readonly style: Style;
}

/** `ESC [ … m`, which sets colours. */
const SGR = /\x1b\[([\d;]*)m/;

/**
 * The parts of a line.
 * @param before how it begins: as the line before it ended.
 * @param limit characters after which the line ends with an ellipsis.
 */
export function partsOf(line: string, before: Style = {}, limit = Infinity): { parts: Part[]; after: Style } {
  const parts: Part[] = [];
  let [style, room] = [before, limit];
  // Splitting at a pattern with a group gives texts and codes in turn.
  for (const [i, piece] of line.split(new RegExp(SGR, 'g')).entries()) {
    if (i % 2) style = styled(style, piece);
    else {
      const text = stripAnsi(piece);
      const cut = text.length > room ? `${text.slice(0, Math.max(room - 1, 0))}…` : text;
      if (cut && room > 0) parts.push({ text: cut, style });
      room -= text.length;
    }
  }
  return { parts, after: style };
}

function styled(style: Style, codes: string): Style {
  let now = style;
  const numbers = codes.split(';').map(Number);
  for (let i = 0; i < numbers.length; i++) {
    const code = numbers[i] ?? 0;
    // 38;5;n and 38;2;r;g;b take numbers after them; a page with two themes has no such colours.
    if (code === 38 || code === 48) i += numbers[i + 1] === 5 ? 2 : 4;
    else now = afterCode(now, code);
  }
  return now;
}

function afterCode({ color, bold, underline }: Style, code: number): Style {
  const kept = { ...(bold && { bold }), ...(underline && { underline }) };
  const colored = color && { color };
  if (code === 0) return {};
  if (code === 1) return { ...colored, ...kept, bold: true };
  if (code === 4) return { ...colored, ...kept, underline: true };
  if (code === 22) return { ...colored, ...(underline && { underline }) };
  if (code === 24) return { ...colored, ...(bold && { bold }) };
  if (code === 39) return kept;
  if (code === 90) return { ...kept, color: 'gray' };
  const named = COLORS[code >= 90 ? code - 90 : code - 30];
  return named ? { ...kept, color: named } : { ...colored, ...kept };
}

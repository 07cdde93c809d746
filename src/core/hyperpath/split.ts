/** Splitting HyperPATH text outside of round brackets: what stands in brackets is a path of its own. */

/** Splits at every `separator` outside of brackets. A bracket that does not close reaches to the end. */
export function splitTop(text: string, separator: string): string[] {
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

/** What stands in the brackets of `(…)`; undefined when `text` is not one pair of brackets. */
export function bracketed(text: string): string | undefined {
  if (!text.startsWith('(')) return undefined;
  let open = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '(') open++;
    else if (c === ')' && --open === 0) return i === text.length - 1 ? text.slice(1, -1) : undefined;
  }
  return undefined;
}

/** Splits at the first `separator`; the second part is undefined where there is none. */
export function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

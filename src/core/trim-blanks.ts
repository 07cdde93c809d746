/**
 * A byte string without `blanks` at both ends. What `trim` takes besides ASCII may be part of a UTF-8 sequence, and the
 * pattern for it takes quadratic time on blanks in the middle.
 */
export function trimBlanks(text: string, blanks = ' \t'): string {
  let start = 0;
  let end = text.length;
  while (start < end && blanks.includes(text.charAt(start))) start++;
  while (end > start && blanks.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

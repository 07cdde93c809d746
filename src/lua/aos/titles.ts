/** Names in messages (spec/aos.md §1 step 2). */

/** Tags that stay tags: at the root they would overwrite what the network itself says about a message. */
export const NOT_EXTRACTED = [
  ...['Data-Protocol', 'Variant', 'From-Process', 'From-Module', 'Type', 'From', 'Owner', 'Anchor', 'Target', 'Data'],
  ...['Tags', 'Read-Only'],
];
const notExtracted = new Set(NOT_EXTRACTED);

/** Whether a tag of this name, in Title-Case, is copied to the root of its message. */
export const isExtracted = (name: string): boolean => !notExtracted.has(name);

/** Names repeat from message to message; senders choose them, so the memo is dropped when it grows. */
const titles = new Map<string, string>();
const MEMO = 4096;

/** `x_note` and `X-NOTE` become `X-Note`. Byte strings: only ASCII letters have a case. */
export function title(name: string): string {
  const known = titles.get(name);
  if (known !== undefined) return known;
  const lower = name.replaceAll('_', '-').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const made = lower.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
  if (titles.size >= MEMO) titles.clear();
  titles.set(name, made);
  return made;
}

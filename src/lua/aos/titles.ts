/** Names in messages (spec/aos.md §1 step 2). */

import { internalised } from '../internalised.ts';

/** Tags that stay tags: at the root they would overwrite what the network itself says about a message. */
export const NOT_EXTRACTED = [
  ...['Data-Protocol', 'Variant', 'From-Process', 'From-Module', 'Type', 'From', 'Owner', 'Anchor', 'Target', 'Data'],
  ...['Tags', 'Read-Only'],
];
const notExtracted = new Set(NOT_EXTRACTED);

/** The name of a tag as programs see it. */
export interface Title {
  /** In Title-Case. */
  readonly name: string;
  /** Whether a tag of this name is copied to the root of its message. */
  readonly isExtracted: boolean;
}

/** Names repeat from message to message; senders choose them, so the memo is dropped when it grows. */
const titles = new Map<string, Title>();
const MEMO = 4096;

/** `x_note` and `X-NOTE` become `X-Note`. Byte strings: only ASCII letters have a case. */
export function titleOf(given: string): Title {
  const known = titles.get(given);
  if (known !== undefined) return known;
  const lower = given.replaceAll('_', '-').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const name = lower.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
  const made = { name: internalised(name), isExtracted: !notExtracted.has(name) };
  if (titles.size >= MEMO) titles.clear();
  titles.set(given, made);
  return made;
}

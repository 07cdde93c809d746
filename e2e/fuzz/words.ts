/** What an answer with a status of 400 and more may say without a code of ours: a node's own words, and what a process says. */

/** The whole list of answers in the node's words (spec/hyperbeam.md, Facts: answers; spec/wire.md §4). */
const NODE_WORDS: readonly { status: number; body: RegExp }[] = [
  { status: 404, body: /^(?:"not_found"|not_found)$/ },
  { status: 404, body: /^Message necessary to resolve request not found: / },
  { status: 404, body: /^Necessary messages not found in cache\.$/ },
  { status: 400, body: /^Message is not valid\.$/ },
];

/** @param body empty for the answer to a HEAD, which has the headers alone. */
export const isNodeWord = (status: number, body: string): boolean =>
  NODE_WORDS.some((word) => word.status === status && (body === '' || word.body.test(body)));

/** Where this code comes from, and how engines print a stack: nothing of it may reach an answer. */
const LEAKS: readonly RegExp[] = [
  /file:\/\//,
  /\bnode:internal\b/,
  /\bnode_modules\b/,
  /\/(?:home|root|Users|work|tmp|var|usr)\/[\w.-]/,
  /\b[A-Z]:\\\w/,
  /\.(?:ts|js|mjs):\d+/,
  /\n\s+at .+[(:]/,
];

/** The first trace of a local file or a stack in `text` that does not stand in what was `asked`. */
export function leakIn(text: string, asked: string): string | undefined {
  for (const leak of LEAKS) {
    const [found] = leak.exec(text) ?? [];
    if (found !== undefined && !asked.includes(found.trim())) return found;
  }
  return undefined;
}

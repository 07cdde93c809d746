import type { Plain } from 'pocketbeam';

/** A field of a message whatever the case of its name, from its own keys or from its list of tags. */
export function field(message: Plain, name: string): Plain | undefined {
  if (message === null || typeof message !== 'object' || Array.isArray(message)) return undefined;
  const own = caseless(message, name);
  if (own !== undefined) return own;
  const tags = caseless(message, 'tags');
  if (!Array.isArray(tags)) return tags === undefined ? undefined : field(tags, name);
  const tag = tags.find((item) => field(item, 'name')?.toString().toLowerCase() === name.toLowerCase());
  return tag === undefined ? undefined : field(tag, 'value');
}

function caseless(message: { [key: string]: Plain }, name: string): Plain | undefined {
  const key = Object.keys(message).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : message[key];
}

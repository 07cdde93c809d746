/** How a chunk name appears in messages (`luaO_chunkid` of Lua 5.3, MIT): at most 59 characters. */
const LIMIT = 59;

/** `=name` as it is, `@file` with its end kept, anything else as `[string "first line..."]`. */
export function shortSource(source: string): string {
  if (source.startsWith('=')) return source.slice(1, LIMIT + 1);
  if (source.startsWith('@')) {
    return source.length <= LIMIT + 1 ? source.slice(1) : `...${source.slice(source.length - (LIMIT - 3))}`;
  }
  const room = LIMIT - '[string "..."]'.length;
  const newline = source.indexOf('\n');
  const line = newline < 0 ? source : source.slice(0, newline);
  return newline < 0 && line.length < room ? `[string "${line}"]` : `[string "${line.slice(0, room)}..."]`;
}

/**
 * The Lua of the engine's own runtime, lighter to load: without comment lines and indentation. Every line stays where it
 * was, since error messages name lines. Programs (src/examples) are shown to people, and stay as they are.
 */
import { readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const runtime = fileURLToPath(new URL('../../lua/', import.meta.url));
const RAW = '?raw';

export function luaSourcePlugin(): Plugin {
  return {
    name: 'pocketbeam:lua-source',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith(`.lua${RAW}`)) return undefined;
      const file = id.slice(0, -RAW.length);
      if (!file.replaceAll('/', sep).startsWith(runtime)) return undefined;
      return `export default ${JSON.stringify(withoutComments(readFileSync(file, 'utf8'), file))}`;
    },
  };
}

/**
 * @param name how errors name the source
 * @throws Error when the source has long brackets: a line of theirs may look like a comment.
 */
export function withoutComments(source: string, name: string): string {
  if (/\[=*\[/.test(source)) throw new Error(`${name} has long brackets; write its strings and comments without.`);
  return source.replaceAll(/^[ \t]*(--.*)?/gm, '');
}

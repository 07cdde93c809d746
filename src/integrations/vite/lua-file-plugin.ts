/** `import source from './app.lua'`: the text of a Lua file, live in development. */
import { readFile } from 'node:fs/promises';
import type { Plugin, ResolvedConfig } from 'vite';

export function luaFilePlugin(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'pocketbeam:lua-file',
    enforce: 'pre',
    configResolved(resolved) {
      config = resolved;
    },
    async load(id) {
      const [file = ''] = id.split('?', 1);
      // `?raw`, `?url` and the like are Vite's own; `?t=` is how it asks for a changed file.
      if (!file.endsWith('.lua') || /\?(?!t=)/.test(id)) return undefined;
      this.addWatchFile(file);
      const text = await readFile(file, 'utf8');
      const isLive = config.command === 'serve' && this.environment.config.consumer === 'client';
      return isLive ? liveModule(text) : `export default ${JSON.stringify(text)};`;
    },
  };
}

/** Accepts its own next version and has it evaluated where this one runs; a page that runs it nowhere is loaded anew. */
function liveModule(text: string): string {
  return [
    `import { replaceSource } from 'pocketbeam/vite/client';`,
    `const source = ${JSON.stringify(text)};`,
    `export default source;`,
    `import.meta.hot?.accept(async (next) => {`,
    `  if (next && !(await replaceSource(source, next.default))) import.meta.hot.invalidate();`,
    `});`,
    '',
  ].join('\n');
}

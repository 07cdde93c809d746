import { parseProgram, type Program } from './program.ts';

const sources = import.meta.glob<string>('../examples/*.lua', { query: '?raw', import: 'default', eager: true });

/** The programs of `src/examples`, in the order of the menu: the easiest first. */
export const examples: readonly Program[] = Object.entries(sources)
  .map(([path, source]) => parseProgram(path, source))
  .sort((a, b) => a.source.length - b.source.length);

import { parseProgram, type Program } from './program.ts';

const sources = import.meta.glob<string>('../../examples/*.lua', { query: '?raw', import: 'default', eager: true });

/** Those that explain most with least come first, the rest by name. */
const first = ['counter', 'token', 'publish', 'chat-room', 'voting', 'registry'];
const rank = ({ id }: Program): number => (first.includes(id) ? first.indexOf(id) : first.length);

/** The programs of `src/examples`, in the order of the menu. */
export const examples: readonly Program[] = Object.entries(sources)
  .map(([path, source]) => parseProgram(path, source))
  .sort((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title));

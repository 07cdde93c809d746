/** A Lua text as nodes, or where and why it is none. */
import luaparse, { type Node, type ParseError } from 'luaparse';
import { lineRange, type Mark } from './mark.ts';

/** @returns the nodes of the text, children before what holds them; or the error as a mark. */
export function parseLua(text: string): { nodes: readonly Node[] } | { error: Mark } {
  const nodes: Node[] = [];
  try {
    luaparse.parse(text, {
      luaVersion: '5.3',
      comments: false,
      locations: true,
      ranges: true,
      onCreateNode: (node) => void nodes.push(node),
    });
    return { nodes };
  } catch (thrown) {
    if (!(thrown instanceof Error && 'index' in thrown)) throw thrown;
    return { error: markOf(text, thrown as ParseError) };
  }
}

function markOf(text: string, { message, line, index }: ParseError): Mark {
  const { from, to } = lineRange(text, line);
  const at = Math.min(Math.max(index, from), to);
  // At the end of a line there is nothing to underline but the line itself.
  const place = at < to ? { from: at, to: wordEnd(text, at, to) } : { from, to };
  const words = message.replace(/^\[\d+:\d+\] /, '');
  return { ...place, severity: 'error', message: `${words[0]?.toUpperCase()}${words.slice(1)}.`, code: 'lua-syntax' };
}

function wordEnd(text: string, from: number, to: number): number {
  const word = /^\w+/.exec(text.slice(from, to))?.[0] ?? '';
  return from + Math.max(word.length, 1);
}

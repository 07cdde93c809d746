/** A Lua program of the menu: its source and what its first lines say about it. */

export interface Program {
  /** File name without folder and ending; stable, for storage and tests. */
  id: string;
  title: string;
  about: string;
  source: string;
}

/**
 * Reads `-- title: …` and `-- about: …` from the comment lines that a program starts with; without a title the file
 * name stands for it.
 */
export function parseProgram(path: string, source: string): Program {
  const id = (path.split('/').at(-1) ?? path).replace(/\.lua$/, '');
  const program: Program = { id, title: id, about: '', source };
  for (const line of source.split(/\r?\n/)) {
    if (!line.startsWith('--')) break;
    const [, field, text] = /^--\s*(title|about):\s*(.*\S)/.exec(line) ?? [];
    if (text !== undefined) program[field as 'title' | 'about'] = text;
  }
  return program;
}

/** Names under which a program adds handlers: for most programs the actions they answer to. */
export function actionsIn(source: string): string[] {
  const names = [...source.matchAll(/\bHandlers\.add\s*\(\s*(["'])([^"'\n]{1,100})\1/g)].map(([, , name = '']) => name);
  return [...new Set(names)];
}

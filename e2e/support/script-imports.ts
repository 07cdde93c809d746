/** What scripts of a build import of each other. */
import path from 'node:path';

const STATIC = /(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g;
const DYNAMIC = /\bimport\(\s*["'`](\.[^"'`]+\.js)["'`]/g;

/** Paths that a script at `file` imports before it runs, or when it has run for a while. */
export function importsOf(script: string, file: string, when: 'before' | 'later'): string[] {
  const folder = path.posix.dirname(file);
  return [...script.matchAll(when === 'before' ? STATIC : DYNAMIC)].flatMap(([, name]) =>
    name === undefined ? [] : [path.posix.join(folder, name)],
  );
}

/** `entries` and all that these import before they run, directly or not. @param read gives the text of a file. */
export function withImports(entries: readonly string[], read: (file: string) => string): string[] {
  const found = new Set(entries);
  for (const file of found) for (const imported of importsOf(read(file), file, 'before')) found.add(imported);
  return [...found];
}

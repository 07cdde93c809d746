/** The Lua that brings changed files into a process that runs. */
import { MAIN, moduleName, type SourceFile } from '../model/project-files.ts';

export interface Evaluation {
  readonly path: string;
  readonly code: string;
}

/** One for each file, in an order in which it works: what is required before what requires it, `main.lua` last. */
export function evaluations(files: readonly SourceFile[]): Evaluation[] {
  const modules = files.filter(({ path }) => path !== MAIN).map((file) => ({ ...file, code: reloading(file) }));
  const main = files.filter(({ path }) => path === MAIN).map(({ path, text }) => ({ path, code: text }));
  return [...inOrder(modules), ...main].map(({ path, code }) => ({ path, code }));
}

/** All files as one source, for nodes that take one: what it requires is there when `main.lua` runs, behind them. */
export function asOneSource(files: readonly SourceFile[]): string {
  return evaluations(files)
    .map(({ code }) => code)
    .join('\n');
}

/** Runs the file again as `require` did, under its own name, so that errors name its lines. */
function reloading({ path, text }: SourceFile): string {
  const name = JSON.stringify(moduleName(path));
  return `package.loaded[${name}] = assert(load(${longText(text)}, ${JSON.stringify(`@${path}`)}))(${name}, ${JSON.stringify(path)}) or true`;
}

/** A text between long brackets that do not occur in it. */
function longText(text: string): string {
  let level = '';
  while (text.includes(`]${level}]`) || text.endsWith(`]${level}`)) level += '=';
  // The first line break inside is not part of the text.
  return `[${level}[\n${text}]${level}]`;
}

/** Each after those whose names it mentions, as far as they do not mention each other. */
function inOrder<T extends SourceFile>(modules: readonly T[]): T[] {
  const done = new Set<T>();
  const visit = (file: T, above: readonly T[]): void => {
    if (done.has(file) || above.includes(file)) return;
    for (const other of modules)
      if (other !== file && file.text.includes(moduleName(other.path))) visit(other, [...above, file]);
    done.add(file);
  };
  for (const file of modules) visit(file, []);
  return [...done];
}

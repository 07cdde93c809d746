/** The Lua files of a program: the first is run, the others are what it may `require`. */
import { PocketbeamError } from 'pocketbeam';

export interface SourceFile {
  /** `main.lua` for the one that is run, else what `require` finds it by: `lib/utils.lua` is `require('lib.utils')`. */
  readonly path: string;
  readonly text: string;
}

export const MAIN = 'main.lua';

/** What `require` takes for a file of this path. */
export function moduleName(path: string): string {
  return path.replace(/\.lua$/, '').replaceAll('/', '.');
}

/**
 * The path of a new file, or of a renamed one: with `.lua` at its end.
 * @throws PocketbeamError `bad-file-name` when `require` could not find it, or another file has it.
 */
export function checkedPath(typed: string, others: readonly SourceFile[]): string {
  const path = typed
    .trim()
    .replace(/^(?:\.?\/)+/, '')
    .replace(/(?:\.lua)?$/, '.lua');
  if (!/^(?:[\w-]+\/)*[\w-]+\.lua$/.test(path))
    throw new PocketbeamError('bad-file-name', `“${typed}” cannot be the name of a file.`, {
      cause: 'require() finds files by letters, digits, - and _, with / between folders.',
      next: 'Take a name such as utils.lua or lib/utils.lua.',
      status: 400,
    });
  const taken = others.find((file) => moduleName(file.path).toLowerCase() === moduleName(path).toLowerCase());
  if (taken)
    throw new PocketbeamError('bad-file-name', `There is a file ${taken.path} already.`, {
      next: 'Take another name.',
      status: 400,
    });
  return path;
}

/** Files as they were stored or shared; undefined where it is no list of files that begins with `main.lua`. */
export function readFiles(stored: unknown): readonly SourceFile[] | undefined {
  if (!Array.isArray(stored) || !stored.every(isFile) || stored[0]?.path !== MAIN) return undefined;
  return new Set(stored.map(({ path }) => path)).size === stored.length ? stored : undefined;
}

function isFile(item: unknown): item is SourceFile {
  const { path, text } = (item ?? {}) as Partial<SourceFile>;
  return typeof path === 'string' && typeof text === 'string';
}

/** Whether two programs have the same files. */
export function sameFiles(a: readonly SourceFile[], b: readonly SourceFile[]): boolean {
  return a.length === b.length && a.every(({ path, text }, i) => path === b[i]?.path && text === b[i].text);
}

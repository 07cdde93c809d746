/** The scenario files that the arguments of a command line name: files, folders and patterns. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { PocketbeamError } from '../../../core/errors.ts';

/**
 * Scenario files in the order of the arguments, those of one argument sorted, none twice. Of a folder and of a pattern
 * only what looks like a scenario is taken, so that other JSON may lie beside.
 * @param args files, folders, or patterns with `*`, `**`, `?` and `{a,b}` (for shells that do not expand them).
 * @throws PocketbeamError `unreadable-file` for a file or folder that is not there; `no-scenario` for an argument that
 *   names none.
 */
export async function findFiles(args: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const arg of args) for (const file of await filesOf(arg)) found.add(file);
  return [...found];
}

async function filesOf(arg: string): Promise<string[]> {
  const kind = await kindOf(arg);
  if (kind === 'file') return [path.normalize(arg)];
  const isPattern = /[*?{]/.test(arg);
  if (!kind && !isPattern)
    throw new PocketbeamError('unreadable-file', `${arg}: there is no such file or folder.`, {
      details: { file: arg },
    });
  const all = kind ? await jsonBelow(arg) : await matching(arg);
  const scenarios = await Promise.all(all.map(async (file) => ((await isScenario(file)) ? [file] : [])));
  const files = scenarios.flat().sort();
  if (files.length > 0) return files;
  throw new PocketbeamError('no-scenario', `${arg}: no scenario is there.`, {
    next: 'A scenario is a JSON file with "format": 1.',
    details: { file: arg },
  });
}

const kindOf = (file: string): Promise<'file' | 'folder' | undefined> =>
  stat(file).then(
    (found) => (found.isDirectory() ? 'folder' : 'file'),
    () => undefined,
  );

/** JSON files of a folder and the folders in it; not those of packages, and none that are hidden. */
async function jsonBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.map(async (entry) => {
    const file = path.join(folder, entry.name);
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) return [];
    if (entry.isDirectory()) return jsonBelow(file);
    return entry.name.endsWith('.json') ? [file] : [];
  });
  return (await Promise.all(files)).flat();
}

async function matching(pattern: string): Promise<string[]> {
  const normal = path.normalize(pattern).split(path.sep).join('/');
  const root = /^(?:[^*?{]*\/)?/.exec(normal)?.[0] ?? '';
  if ((await kindOf(root || '.')) !== 'folder') return [];
  const expression = new RegExp(`^${expressionOf(normal)}$`);
  const all = await jsonBelow(root || '.');
  return all.filter((file) => expression.test(file.split(path.sep).join('/')));
}

const expressionOf = (pattern: string): string =>
  pattern.replace(/\*\*\/|\*\*|\*|\?|\{[^}]*\}|[.+^$()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:[^/]+/)*';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.startsWith('{')) return `(?:${part.slice(1, -1).split(',').map(expressionOf).join('|')})`;
    return `\\${part}`;
  });

async function isScenario(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return /"format"\s*:\s*\d/.test(text) && /"processes"\s*:/.test(text);
}

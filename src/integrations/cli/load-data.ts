import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, basename } from 'node:path';
import { isId } from '../../core/ids.ts';
import type { DataApi } from '../../emulator/api.ts';

/** What a file is, by its ending; a file of another ending says nothing. */
const TYPES: Readonly<Record<string, string>> = {
  '.lua': 'application/lua',
  '.json': 'application/json',
  '.txt': 'text/plain',
  '.md': 'text/markdown',
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.wasm': 'application/wasm',
  '.ans104': 'application/ans104',
};

/**
 * Keeps files as transactions: those that are named, and those that lie straight in folders that are named. A file whose
 * name before the ending is an id has that one, else it is computed.
 * @returns a line for each, `<id>  <file>`.
 * @throws the error of the file system; Error naming the file for what cannot be kept.
 */
export async function loadData(data: DataApi, paths: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  for (const path of paths)
    for (const file of await filesAt(path)) {
      const ending = extname(file);
      const name = basename(file, ending);
      const contentType = TYPES[ending.toLowerCase()];
      const options = { ...(isId(name) ? { id: name } : {}), ...(contentType === undefined ? {} : { contentType }) };
      const id = await data.put(await readFile(file), options).catch((error: unknown) => {
        throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      });
      lines.push(`${id}  ${file}`);
    }
  return lines;
}

async function filesAt(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(path, entry.name))
    .sort();
}

/** `shell.json`: what the playground keeps to work without network, all files of its build. */
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'vite';

/** Not loaded by the page itself: maps, scripts of Service Workers, what the page keeps as `./`, and this list. */
const LEFT_OUT = /\.map$|-sw\.js$|^(?:index\.html|shell\.json)$/;

/** Looks at what was written, as workers and the public folder are in no bundle of the page. */
export function shellListPlugin(): Plugin {
  return {
    name: 'pocketbeam:shell-list',
    apply: 'build',
    async writeBundle({ dir = '' }) {
      const written = await readdir(dir, { recursive: true, withFileTypes: true });
      const files = written
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
        .filter((file) => !LEFT_OUT.test(file));
      await writeFile(path.join(dir, 'shell.json'), JSON.stringify(files.sort()));
    },
  };
}

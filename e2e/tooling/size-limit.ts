/** The budgets of the design for what a browser loads of the package, gzip. `e2e/sizes.spec.ts` measures built pages. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { importsOf, withImports } from '../support/script-imports.ts';

const folder = fileURLToPath(new URL('../../dist/browser/', import.meta.url));
const read = (file: string): string => readFileSync(folder + file, 'utf8');

const WORKERS = ['coordinator-worker.js', 'engine-worker.js'];
const atStart = withImports(WORKERS, read);
const later = withImports(
  atStart.flatMap((file) => importsOf(read(file), file, 'later')),
  read,
).filter((file) => !atStart.includes(file));

const check = (name: string, limit: string, files: readonly string[]) => ({
  ...{ name, limit, gzip: true },
  path: files.map((file) => folder + file),
});

export default [
  // An app's own bundle of it has to stay within 8 kB; here it is several files, each compressed by itself.
  check('client', '9.5 kB', withImports(['index.js'], read)),
  check('Service Worker', '30 kB', ['pocketbeam-sw.js']),
  check('workers, at their start', '160 kB', atStart),
  check('workers, later', '60 kB', later),
];

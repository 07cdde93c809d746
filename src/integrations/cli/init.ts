import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { version } from '../../../package.json';
import { UsageError, type Command } from './command.ts';
import { copyLibrary } from './init/copy-library.ts';
import { publicFolderOf, savePublicFolder } from './init/public-folder.ts';

/** From `dist/node/cli.js`, as the package has this. */
const library = fileURLToPath(new URL('../browser/', import.meta.url));

/** `pocketbeam init`: the library for pages without a bundler, or with one that knows no Vite plugin. */
export const init: Command = {
  summary: 'copy the library into a public folder',
  help: `Usage: pocketbeam init [DIR] [--save] [--force] [--maps] [--cwd DIR]

Copies the Service Worker, pocketbeam-sw.js, and the library with its workers, pocketbeam/, into the folder that your site
is served from. With Vite you need none of this: use the plugin, pocketbeam/vite.

  --save     remember the folder in package.json, for 'pocketbeam init' without one: run it after each update
  --force    create the folder if there is none, and replace a pocketbeam-sw.js that is another
  --maps     copy the source maps of the library, too (default: without, a third of the size)
  --cwd DIR  the folder of the project (default: this one)

Example:
  pocketbeam init public --save`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        save: { type: 'boolean', default: false },
        force: { type: 'boolean', default: false },
        maps: { type: 'boolean', default: false },
        cwd: { type: 'string', default: process.cwd() },
      },
    });
    if (positionals.length > 1) throw new UsageError('one folder is enough');
    const project = path.resolve(values.cwd);
    const saved = await publicFolderOf(project);
    const folder = positionals[0] ?? saved;
    if (folder === undefined)
      throw new UsageError("which folder is your site served from? For example 'pocketbeam init public'");
    // A remembered folder is ours to update.
    const force = values.force || folder === saved;
    const files = await copyLibrary(library, path.resolve(project, folder), { force, maps: values.maps });
    if (values.save) await savePublicFolder(project, folder);
    console.log(`Copied Pocketbeam ${version} into ${folder}: ${files} files, pocketbeam-sw.js and pocketbeam/

Next, in a page that is served from there:

  <script type="module">
    import { createPocketbeam } from './pocketbeam/index.js';
    const pocketbeam = await createPocketbeam();
  </script>`);
    return 0;
  },
};

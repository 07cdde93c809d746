/** The browser's part of the package, copied to where a site is served from. */
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SERVICE_WORKER_FILE } from '../../vite/service-worker-file.ts';

/** Folder of the library, beside the Service Worker. */
const FOLDER = 'pocketbeam';
/** For bundlers and for Service Workers of one's own: a page loads none of it. */
const LEFT_OUT = /^(?:deploy|react|sw|vite-client|pocketbeam-sw)\.js(?:\.map)?$/;
const MAP = /\.map$/;
/** Where a script names its map, which would be missing. */
const NAMES_MAP = /\n\/\/# sourceMappingURL=.*\s*$/;

/**
 * @param library the browser's part of the package.
 * @param folder what is served.
 * @param options `force`: the folder is created, and another Service Worker of that name is replaced. `maps`: source maps,
 *   two thirds of all bytes, are copied too; without them no script names one.
 * @returns how many files were copied.
 * @throws Error when the folder is not there, or has another Service Worker of that name.
 */
export async function copyLibrary(
  library: string,
  folder: string,
  { force, maps }: { force: boolean; maps: boolean },
): Promise<number> {
  const script = path.join(folder, SERVICE_WORKER_FILE);
  const ours = path.join(library, SERVICE_WORKER_FILE);
  if (force) await mkdir(folder, { recursive: true });
  else {
    if (!(await isFolder(folder))) throw new Error(`there is no folder ${folder}; --force creates it`);
    const there = await readFile(script).catch(() => undefined);
    if (there && !there.equals(await readFile(ours)))
      throw new Error(`${script} is there already, and is another one or an older version; --force replaces it`);
  }
  // Scripts of an older version would be left otherwise: their names have hashes.
  const target = path.join(folder, FOLDER);
  await rm(target, { recursive: true, force: true });
  const isWanted = (name: string): boolean => !LEFT_OUT.test(name) && (maps || !MAP.test(name));
  await cp(library, target, { recursive: true, filter: (from) => isWanted(path.basename(from)) });
  await cp(ours, script);
  const copied = (await readdir(target, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  if (!maps) await Promise.all(copied.map((entry) => forgetMap(path.join(entry.parentPath, entry.name))));
  return copied.length + 1;
}

const isFolder = async (folder: string): Promise<boolean> =>
  (await stat(folder).catch(() => undefined))?.isDirectory() ?? false;

/** Developer tools would ask for the map, and complain. */
async function forgetMap(file: string): Promise<void> {
  await writeFile(file, (await readFile(file, 'utf8')).replace(NAMES_MAP, '\n'));
}

/** The folder that `pocketbeam init` copies into, remembered in the project's package.json. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

interface Manifest {
  pocketbeam?: { publicFolder?: unknown };
}

const manifestOf = (project: string): string => path.join(project, 'package.json');

/** Undefined where none was remembered, or there is no package.json. @throws SyntaxError when that is no JSON. */
export async function publicFolderOf(project: string): Promise<string | undefined> {
  const text = await readFile(manifestOf(project), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const folder = (JSON.parse(text) as Manifest).pocketbeam?.publicFolder;
  return typeof folder === 'string' ? folder : undefined;
}

/** The rest of the file stays as it is, indentation and line end too. @throws Error where there is no package.json. */
export async function savePublicFolder(project: string, folder: string): Promise<void> {
  const file = manifestOf(project);
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`there is no ${file} to remember the folder in; leave out --save, or say --cwd`);
  });
  const manifest = JSON.parse(text) as Manifest;
  manifest.pocketbeam = { ...manifest.pocketbeam, publicFolder: folder };
  const [, indentation = '  '] = /^\{\r?\n([ \t]+)/.exec(text) ?? [];
  await writeFile(file, JSON.stringify(manifest, null, indentation) + (text.endsWith('\n') ? '\n' : ''));
}

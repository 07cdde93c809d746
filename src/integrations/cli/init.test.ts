import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyLibrary } from './init/copy-library.ts';
import { publicFolderOf, savePublicFolder } from './init/public-folder.ts';

let project: string;
let library: string;
let site: string;

const WITHOUT_FORCE = { force: false, maps: false };
const WITH_FORCE = { force: true, maps: false };

beforeEach(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'pocketbeam-init-'));
  library = path.join(project, 'library');
  site = path.join(project, 'public');
  await mkdir(path.join(library, 'chunks'), { recursive: true });
  for (const file of ['pocketbeam-sw.js', 'index.js', 'sw.js', 'react.js', 'chunks/a.js', 'coordinator-worker.js'])
    await writeFile(path.join(library, file), `// ${file}`);
});

afterEach(() => rm(project, { recursive: true }));

const filesOf = async (folder: string): Promise<string[]> => (await readdir(folder, { recursive: true })).sort();

describe('copying the library', () => {
  it('puts the Service Worker beside the pages and what they import below', async () => {
    await mkdir(site);
    expect(await copyLibrary(library, site, WITHOUT_FORCE)).toBe(4);
    expect(await filesOf(site)).toEqual([
      'pocketbeam',
      'pocketbeam-sw.js',
      'pocketbeam/chunks',
      'pocketbeam/chunks/a.js',
      'pocketbeam/coordinator-worker.js',
      'pocketbeam/index.js',
    ]);
  });

  it('creates a folder only when it is forced', async () => {
    await expect(copyLibrary(library, site, WITHOUT_FORCE)).rejects.toThrow(`no folder ${site}; --force creates it`);
    expect(await copyLibrary(library, site, WITH_FORCE)).toBe(4);
  });

  it('copies source maps only when they are wanted, and names none that is missing', async () => {
    await mkdir(site);
    const named = '//# sourceMappingURL=index.js.map';
    await writeFile(path.join(library, 'index.js'), `// code\n${named}`);
    await writeFile(path.join(library, 'index.js.map'), '{}');
    await writeFile(path.join(library, 'react.js.map'), '{}');
    await copyLibrary(library, site, WITHOUT_FORCE);
    expect(await filesOf(site)).not.toContain('pocketbeam/index.js.map');
    const script = path.join(site, 'pocketbeam/index.js');
    expect(await readFile(script, 'utf8')).toBe('// code\n');
    await copyLibrary(library, site, { force: false, maps: true });
    expect((await filesOf(site)).filter((file) => file.endsWith('.map'))).toEqual(['pocketbeam/index.js.map']);
    expect(await readFile(script, 'utf8')).toContain(named);
  });

  it('leaves no scripts of an older version, and the rest of the folder as it was', async () => {
    await mkdir(path.join(site, 'pocketbeam'), { recursive: true });
    await writeFile(path.join(site, 'pocketbeam/old.js'), '');
    await writeFile(path.join(site, 'index.html'), 'mine');
    await copyLibrary(library, site, WITHOUT_FORCE);
    expect(await filesOf(site)).not.toContain('pocketbeam/old.js');
    expect(await readFile(path.join(site, 'index.html'), 'utf8')).toBe('mine');
  });

  it('replaces another Service Worker only when it is forced', async () => {
    await mkdir(site);
    const script = path.join(site, 'pocketbeam-sw.js');
    await writeFile(script, '// mine');
    await expect(copyLibrary(library, site, WITHOUT_FORCE)).rejects.toThrow('--force replaces it');
    expect(await readFile(script, 'utf8')).toBe('// mine');
    await copyLibrary(library, site, WITH_FORCE);
    expect(await readFile(script, 'utf8')).toBe('// pocketbeam-sw.js');
    await copyLibrary(library, site, WITHOUT_FORCE);
  });
});

describe('the remembered folder', () => {
  it('is kept in package.json, which is otherwise left as it was', async () => {
    const file = path.join(project, 'package.json');
    await writeFile(file, '{\n\t"name": "site",\n\t"pocketbeam": {\n\t\t"other": 1\n\t}\n}\n');
    expect(await publicFolderOf(project)).toBeUndefined();
    await savePublicFolder(project, 'static');
    expect(await publicFolderOf(project)).toBe('static');
    expect(await readFile(file, 'utf8')).toBe(
      '{\n\t"name": "site",\n\t"pocketbeam": {\n\t\t"other": 1,\n\t\t"publicFolder": "static"\n\t}\n}\n',
    );
  });

  it('needs a package.json', async () => {
    expect(await publicFolderOf(project)).toBeUndefined();
    await expect(savePublicFolder(project, 'static')).rejects.toThrow('leave out --save');
  });
});

/**
 * `THIRD-PARTY-NOTICES.txt` beside the playground: that of the package, which has what the workers contain, and the
 * packages that only the page does.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'vite';

const PACKAGE = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const RULE = '='.repeat(80);

/** @param known the notices of the package. */
export function noticesPlugin(known: string): Plugin {
  return {
    name: 'pocketbeam:notices',
    apply: 'build',
    async generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const folders = new Set(modules.flatMap((id) => PACKAGE.exec(id.replaceAll('\\', '/'))?.[1] ?? []));
      const text = await readFile(known, 'utf8');
      const others = await Promise.all([...folders].sort().map(noticeOf));
      const unnamed = others.filter(({ what }) => !text.includes(`${what} `));
      const source = [
        text.trimEnd(),
        ...unnamed.map(({ what, kind, licence }) => `${RULE}\n${what}, ${kind}\n\n${licence}`),
      ];
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-NOTICES.txt', source: `${source.join('\n\n')}\n` });
    },
  };
}

interface Notice {
  /** Name and version. */
  what: string;
  kind: string;
  licence: string;
}

/** @throws Error for a package without the text of its licence: it cannot be passed on. */
async function noticeOf(folder: string): Promise<Notice> {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as Record<
    'name' | 'version' | 'license',
    string
  >;
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e(?:[.-]|$)/i.test(entry));
  if (file === undefined) throw new Error(`${name} ${version} has no file with its licence`);
  return {
    what: `${name} ${version}`,
    kind: license,
    licence: (await readFile(path.join(folder, file), 'utf8')).trim(),
  };
}

/** An app that is made of the samples of a page of the documentation. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { luaFilePlugin } from '../../src/integrations/vite/lua-file-plugin.ts';
import { serviceWorkerPlugin } from '../../src/integrations/vite/service-worker-plugin.ts';
import { bundleServiceWorker } from '../../src/integrations/vite/service-worker-build.ts';
import type { Files } from './host-app.ts';

/** What an expression of a sample gave, and what the sample says that it gives; both as JSON. */
export interface Outcome {
  given: string;
  says: string;
}

declare global {
  interface Window {
    /** Set when the samples have run. */
    outcomes?: Outcome[];
  }
}

const HTML = `<!doctype html><html lang="en"><title>Samples</title><link rel="icon" href="data:," />
<script type="module" src="./run.ts"></script></html>`;

const BEFORE = `const outcomes: { given: string; says: string }[] = [];
const expected = (given: unknown, says: unknown) =>
  outcomes.push({ given: JSON.stringify(given), says: JSON.stringify(says) });
`;
const AFTER = `\nwindow.outcomes = outcomes;\n`;

const root = fileURLToPath(new URL('../../', import.meta.url));

/** @param script of {@link scriptOf}. @param programs Lua files that it imports. */
export async function buildSamples(script: string, programs: readonly [string, string][]): Promise<Files> {
  await mkdir(path.join(root, '.cache'), { recursive: true });
  const folder = await mkdtemp(path.join(root, '.cache/sample-app-'));
  try {
    for (const [name, text] of [['index.html', HTML], ['run.ts', BEFORE + script + AFTER], ...programs] as const)
      await writeFile(path.join(folder, name), text);
    const output = await build({
      ...{ configFile: false, logLevel: 'error', root: folder, base: './', publicDir: false },
      resolve: { alias: [{ find: /^pocketbeam$/, replacement: path.join(root, 'src/client/index.ts') }] },
      plugins: [luaFilePlugin(), serviceWorkerPlugin(bundleServiceWorker)],
      worker: { format: 'es' },
      build: { write: false, target: 'es2023' },
    });
    const built = (Array.isArray(output) ? output : [output]).flatMap((one) => ('output' in one ? one.output : []));
    return new Map(built.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Writes the results of a run, and the page in the docs that is made from them. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { Results } from '../run.ts';
import { chart } from './chart.ts';
import { chartFile, performancePage } from './performance-page.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** @param forAll whether what is committed is written too: `e2e/bench/results.json`, `src/docs/performance.md`, charts. */
export async function writeResults(results: Results, forAll: boolean): Promise<void> {
  const json = JSON.stringify(results);
  await write('e2e/.output/bench/results.json', json);
  if (!forAll) return;
  await write('e2e/bench/results.json', json);
  await write('src/docs/performance.md', performancePage(results));
  for (const curve of results.parts.flatMap(({ curves = [] }) => curves))
    await writeFile(path.join(root, 'src/docs', chartFile(curve)), chart(curve));
}

/** As the lint of the project wants it. */
async function write(name: string, text: string): Promise<void> {
  const file = path.join(root, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
  console.error(`Written: ${name}`);
}

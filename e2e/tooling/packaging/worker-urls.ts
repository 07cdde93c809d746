/**
 * Workers are built apart from what starts them, into files of fixed names. Vite would bundle them once more and write an
 * address that no other bundler knows as a worker's; what is written here is what all of them look for:
 * `new Worker(new URL('./name-worker.js', import.meta.url), …)`.
 */
import { posix } from 'node:path';
import type { Plugin } from 'vite';

const WORKER_SOURCE = /new URL\('[^']*?([a-z]+)-worker\.ts', import\.meta\.url\)/g;
/** Vite takes literals only; this keeps it away until chunks are written. */
const PLACEHOLDER = /__POCKETBEAM_WORKER_([a-z]+)__/g;

/** For scripts whose workers are built as `<name>-worker.js`, into the folder of the entries. */
export function workerUrls(): Plugin {
  return {
    name: 'pocketbeam:worker-urls',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('.ts') || !code.includes('-worker.ts')) return undefined;
      const kept = code.replaceAll(
        WORKER_SOURCE,
        (_, name: string) => `new URL(__POCKETBEAM_WORKER_${name}__, import.meta.url)`,
      );
      // No line moves.
      return { code: kept, map: null };
    },
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const folder = posix.relative(posix.dirname(chunk.fileName), '.') || '.';
        chunk.code = chunk.code.replaceAll(PLACEHOLDER, (_match, name: string) => `'${folder}/${name}-worker.js'`);
      }
    },
  };
}

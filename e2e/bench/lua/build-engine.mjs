import path from 'node:path';
import { build } from 'vite';
import { root } from '../../runner/paths.mjs';
import { enginePath } from './paths.mjs';

/** Bundles the engine (src/lua/machine.ts) for Node, unminified so that profiles name its functions. */
export async function buildEngine() {
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    ssr: { target: 'node', noExternal: true },
    build: {
      ssr: path.join(root, 'src/lua/machine.ts'),
      target: 'node20',
      outDir: path.dirname(enginePath),
      emptyOutDir: false,
      minify: false,
      rolldownOptions: { output: { format: 'es', entryFileNames: path.basename(enginePath), codeSplitting: false } },
    },
  });
}

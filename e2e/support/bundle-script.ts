import { build } from 'vite';

/**
 * A module, with all that it imports, as one script for `page.addScriptTag`.
 * @param file its path.
 * @param define expressions that are replaced, by what; as Vite has it. Default: none.
 */
export async function bundleScript(file: string, define: Record<string, string> = {}): Promise<string> {
  const output = await build({
    ...{ configFile: false, logLevel: 'warn', publicDir: false, define },
    build: { write: false, lib: { entry: file, formats: ['iife'], name: 'bundled', fileName: () => 'bundled.js' } },
  });
  for (const built of Array.isArray(output) ? output : [output]) if ('output' in built) return built.output[0].code;
  throw new Error(`${file} was not bundled.`);
}

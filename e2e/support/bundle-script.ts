import { build } from 'vite';

/** A module, with all that it imports, as one script for `page.addScriptTag`. @param file its path. */
export async function bundleScript(file: string): Promise<string> {
  const output = await build({
    ...{ configFile: false, logLevel: 'warn', publicDir: false },
    build: { write: false, lib: { entry: file, formats: ['iife'], name: 'bundled', fileName: () => 'bundled.js' } },
  });
  for (const built of Array.isArray(output) ? output : [output]) if ('output' in built) return built.output[0].code;
  throw new Error(`${file} was not bundled.`);
}

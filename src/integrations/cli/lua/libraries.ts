/** The libraries of `--std`: those of the sandbox, and what it keeps away from processes. */
import { debugLibrary } from '../../../lua/lib/debug.ts';
import { osLibrary } from '../../../lua/lib/os.ts';
import { standardLibraries } from '../../../lua/lib/standard.ts';
import { stringLibrary } from '../../../lua/lib/string.ts';
import type { Library, NativeBody } from '../../../lua/native.ts';
import { dump, loadWithBytecode } from './bytecode.ts';
import { debugFunctions } from './debug-library.ts';
import { typeWithHandles } from './file-handle.ts';
import type { Host } from './host.ts';
import { ioLibrary } from './io-library.ts';
import { osFunctions } from './os-library.ts';
import { packageLibrary } from './package-library.ts';
import { fileFunctions } from './source-file.ts';

export function standardLibrariesOf(host: Host): Library[] {
  const more = new Map<Library, Record<string, NativeBody>>([
    [osLibrary, osFunctions(host)],
    [debugLibrary, debugFunctions(host)],
    [stringLibrary, { dump }],
  ]);
  return [
    ...standardLibraries.map((library) => ({
      ...library,
      functions: { ...library.functions, ...more.get(library) },
    })),
    { name: '_G', functions: { ...fileFunctions(host), type: typeWithHandles, load: loadWithBytecode } },
    ioLibrary(host),
    // Last: it notes the others as loaded.
    packageLibrary(host),
  ];
}

import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { PocketbeamError } from '../../core/errors.ts';
import type { Aoconnect } from '../deploy/aoconnect.ts';

const PACKAGE = '@permaweb/aoconnect';
/** Its build for Node as a module: what `require` gives cannot sign for HyperBEAM. */
const ENTRY = `${PACKAGE}/node`;

/**
 * The client package, which the user installs.
 * @param places files from whose folders it is looked for. Default: the working folder, then that of this program.
 * @throws PocketbeamError `no-aoconnect`
 */
export async function loadAoconnect(
  places = [join(process.cwd(), 'package.json'), import.meta.url],
): Promise<Aoconnect> {
  for (const place of places) {
    let entry: string;
    try {
      entry = createRequire(place).resolve(ENTRY);
    } catch {
      continue;
    }
    return (await import(/* @vite-ignore */ pathToFileURL(entry).href)) as Aoconnect;
  }
  throw new PocketbeamError('no-aoconnect', `${PACKAGE} is not installed here.`, {
    cause: 'It signs and sends what is published; Pocketbeam comes without it.',
    next: `Run: npm install ${PACKAGE}`,
  });
}

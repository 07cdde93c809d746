/**
 * The client package as pages load it. It has no text of a licence, so nothing that we build or publish contains it: the
 * servers of this repository answer it out of `node_modules`, where `npm ci` has put it.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** Its name beside the playground, as in src/playground/deploy/aoconnect-release.ts. */
export const AOCONNECT_FILE = 'aoconnect.js';

/** Its build for browsers, byte for byte; undefined where it is not installed. */
export async function readAoconnect(): Promise<Buffer | undefined> {
  try {
    return await readFile(createRequire(import.meta.url).resolve('@permaweb/aoconnect/browser'));
  } catch {
    return undefined;
  }
}

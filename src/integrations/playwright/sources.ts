/** Lua files that processes of tests are spawned from. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { PocketbeamError } from '../../core/errors.ts';
import type { SpawnOptions } from '../../emulator/api.ts';
import type { TestProcess } from './options.ts';

/**
 * Options of `spawn`, with what the files hold.
 * @param configFile of Playwright, whose folder paths are relative to. Default: the working directory.
 * @throws PocketbeamError `no-source-file`
 */
export function withSources(processes: readonly TestProcess[], configFile?: string): Promise<SpawnOptions[]> {
  const folder = configFile === undefined ? process.cwd() : path.dirname(configFile);
  return Promise.all(
    processes.map(async ({ file, ...options }) => {
      if (file === undefined) return options;
      const full = path.resolve(folder, file);
      const source = await readFile(full, 'utf8').catch((error: unknown) => {
        throw new PocketbeamError('no-source-file', `${full} cannot be read: ${String(error)}.`, {
          cause: 'Paths are relative to the folder of the Playwright configuration.',
        });
      });
      return { name: path.basename(file, '.lua'), ...options, source };
    }),
  );
}

/** Lua files that processes of tests are spawned from. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { PocketbeamError } from '../../core/errors.ts';
import type { SpawnOptions } from '../../emulator/api.ts';
import type { TestProcess } from './options.ts';

/** A process to spawn. */
export interface Spawned {
  options: SpawnOptions;
  /** Where its program is, for errors: the path of its file, or its place in `processes`. */
  from: string;
}

/**
 * The processes with what their files hold.
 * @param configFile of Playwright, whose folder paths are relative to. Default: the working directory.
 * @throws PocketbeamError `no-source-file`
 */
export function withSources(processes: readonly TestProcess[], configFile?: string): Promise<Spawned[]> {
  const folder = configFile === undefined ? process.cwd() : path.dirname(configFile);
  return Promise.all(
    processes.map(async ({ file, ...options }, index) => {
      if (file === undefined) return { options, from: `processes[${index}]` };
      const full = path.resolve(folder, file);
      const source = await readFile(full, 'utf8').catch((error: unknown) => {
        throw new PocketbeamError('no-source-file', `${full} cannot be read: ${String(error)}.`, {
          cause: 'Paths are relative to the folder of the Playwright configuration.',
        });
      });
      return { options: { name: path.basename(file, '.lua'), ...options, source }, from: full };
    }),
  );
}

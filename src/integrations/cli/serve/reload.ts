/** `pocketbeam serve --watch`: a changed Lua file is evaluated in the process that was spawned from it. */
import { readFile } from 'node:fs/promises';
import type { LocalApi } from '../../../emulator/api.ts';
import { rerunOnChange } from '../test/watch.ts';

export interface LoadedFile {
  file: string;
  /** What the process runs. */
  source: string;
  process: string;
}

/**
 * Until `signal` aborts. The state of the processes stays; a file that cannot be read, as while an editor replaces it, is
 * left for its next change.
 * @param say told what came of each change.
 */
export async function reloadOnChange(
  api: Pick<LocalApi, 'eval'>,
  loaded: readonly LoadedFile[],
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  const files = loaded.map(({ file }) => file);
  await rerunOnChange(async () => {
    for (const one of loaded) {
      const source = await readFile(one.file, 'utf8').catch(() => one.source);
      if (source === one.source) continue;
      one.source = source;
      say(await evaluate(api, one));
    }
    return { files, folders: [] };
  }, signal);
}

async function evaluate(api: Pick<LocalApi, 'eval'>, { file, source, process }: LoadedFile): Promise<string> {
  try {
    const { slot, error } = await api.eval({ process, code: source });
    return `${process}  ${file}  slot ${slot}${error ? `: ${error.message} (${error.code})` : ''}`;
  } catch (error) {
    return `${process}  ${file}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Which processes of a page run which source. */
import type { LocalApi, SpawnOptions } from '../../emulator/api.ts';

export interface Sources {
  /** As that of the API, and noted. */
  spawn(options: SpawnOptions): Promise<string>;
  /** Evaluates `after` in each process spawned from `before`. @returns whether there is one. */
  replace(before: string, after: string): Promise<boolean>;
}

/** @param console told of each process, and of what went wrong in it. */
export function createSources(
  api: Pick<LocalApi, 'spawn' | 'eval'>,
  { info, error: report }: Pick<Console, 'info' | 'error'> = console,
): Sources {
  const { spawn } = api;
  const running = new Map<string, string>();
  const newer = new Map<string, string>();

  /** Modules that imported a text have it still when the file has another. */
  function latest(source: string): string {
    let text = source;
    for (let next = newer.get(text); next !== undefined; next = newer.get(text)) text = next;
    return text;
  }

  async function evaluate(process: string, code: string): Promise<void> {
    try {
      const { slot, error } = await api.eval({ process, code });
      if (error) report(`[Pocketbeam] The changed source fails in ${process}, slot ${slot}: ${error.message}`);
      else info(`[Pocketbeam] ${process} runs the changed source since slot ${slot}.`);
    } catch (error) {
      report(`[Pocketbeam] The changed source could not be evaluated in ${process}: ${String(error)}`);
    }
  }

  return {
    async spawn(options) {
      const source = options.source === undefined ? undefined : latest(options.source);
      const process = await spawn(source === undefined ? options : { ...options, source });
      if (source !== undefined) running.set(process, source);
      return process;
    },
    async replace(before, after) {
      const processes = [...running].filter(([, source]) => source === before).map(([process]) => process);
      // Saved without a change, or told twice.
      if (before === after) return processes.length > 0;
      // A file that is as it was once: what is spawned from that text is spawned from it.
      newer.delete(after);
      newer.set(before, after);
      for (const process of processes) {
        running.set(process, after);
        await evaluate(process, after);
      }
      return processes.length > 0;
    },
  };
}

/** Runs again whenever one of the files changes. */
import { existsSync, watch, type FSWatcher } from 'node:fs';
import path from 'node:path';

/** Editors write a file in several steps. */
const SETTLE_MS = 60;

/**
 * Calls `run` at once and after every change, one run at a time, until `signal` aborts.
 * @param run gives the files to watch, and folders in which new scenarios may appear. Whole folders are watched, since
 *   editors replace files.
 */
export async function rerunOnChange(
  run: () => Promise<{ files: readonly string[]; folders: readonly string[] }>,
  signal: AbortSignal,
): Promise<void> {
  const watchers = new Map<string, FSWatcher>();
  let files = new Set<string>();
  let changed = (): void => undefined;
  const follow = (folder: string): void => {
    if (watchers.has(folder) || !existsSync(folder)) return;
    watchers.set(
      folder,
      watch(folder, (_event, name) => {
        if (name !== null && (files.has(path.join(folder, name)) || name.endsWith('.json'))) changed();
      }),
    );
  };
  try {
    while (!signal.aborted) {
      const change = new Promise<void>((resolve) => {
        changed = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      const ran = await run();
      files = new Set(ran.files.map((file) => path.resolve(file)));
      for (const folder of [...files].map((file) => path.dirname(file)).concat(ran.folders))
        follow(path.resolve(folder));
      await change;
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    }
  } finally {
    for (const watcher of watchers.values()) watcher.close();
  }
}

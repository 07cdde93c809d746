/** What an answer of no use probably means, for people: a node says little. */
import { isHyperPath } from '../text/paths.ts';

/**
 * @param processes ids of those that are here.
 * @returns undefined where there is nothing to add.
 */
export function adviceOn(status: number, path: string, processes: readonly string[]): string | undefined {
  if (status !== 404 || !isHyperPath(path)) return undefined;
  const id = /^\/+([\w-]{43})/.exec(path)?.[1];
  if (id !== undefined && !processes.includes(id))
    return 'No process of this browser has this id. Choose one of the list, or press Run to make one.';
  if (/\/(?:compute|now)\b/.test(path))
    return 'Nothing stands there. The tab State shows all keys that the process has published; they are written in small letters.';
  return undefined;
}

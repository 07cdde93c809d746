/** Whether this browser has what a path is about. */
import type { Store } from '../core/ports/store.ts';

const ID = '([\\w-]{43})(?![\\w-])';
const FIRST = new RegExp(`^/+${ID}`);
const TARGET = new RegExp(`[?&]target=${ID}`);

/**
 * Whether the process or message is in `store` that stands first in a HyperPATH, else as its `target`; a path that names
 * none is always about what is here.
 */
export async function isHere(path: string, store: Pick<Store, 'head' | 'message'>): Promise<boolean> {
  const [, id] = FIRST.exec(path) ?? TARGET.exec(path) ?? [];
  return id === undefined || ((await store.head(id)) ?? (await store.message(id))) !== undefined;
}

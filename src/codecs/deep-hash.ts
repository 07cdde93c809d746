/** The hash that data items are signed over (ANS-104): SHA-384 over a tree of byte strings. */
import { sha384 } from './digest.ts';

export type Tree = string | readonly Tree[];

/** @returns 48 bytes, a byte string. */
export async function deepHash(tree: Tree): Promise<string> {
  if (typeof tree === 'string') return sha384((await sha384(`blob${tree.length}`)) + (await sha384(tree)));
  let hash = await sha384(`list${tree.length}`);
  for (const item of tree) hash = await sha384(hash + (await deepHash(item)));
  return hash;
}

/**
 * The hash-chain of a schedule: each slot's is made of the one before and its message, so two nodes that give the same
 * chain for a slot agree on everything up to it. The spec names the key (spec/wire.md §5) and no formula; this one is ours.
 */
import { bytesOf } from '../core/value.ts';

/**
 * @param before the chain of the slot before; for slot 0 the anchor.
 * @param id of the slot's message.
 * @returns 43 base64url characters.
 */
export async function hashChain(before: string, id: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(before + id)));
  const base64 = btoa(String.fromCharCode(...hash));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

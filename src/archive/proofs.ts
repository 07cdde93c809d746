/** What an archive can prove of the messages in it: their ids and who signed them. */
import { identify, type Identity } from '../codecs/commitments.ts';
import { PocketbeamError } from '../core/errors.ts';
import type { Message } from '../core/value.ts';
import { badArchive, unverified } from './faults.ts';
import type { ArchivedProcess } from './lines.ts';

/**
 * Checks every signed message: its id is that of its signatures, its sender the first signer, and unless `trust` the
 * signatures hold. A stored message must, unless `trust`, have the id under which it is. Messages without a signature
 * come from whoever the archive says: that is no more than the local API believes.
 * @throws PocketbeamError `bad-archive`, `archive-unverified`
 */
export async function checkProofs({ process, slots, messages }: ArchivedProcess, trust: boolean): Promise<void> {
  for (const { assignment } of slots) {
    const { slot, id, message, claims } = assignment;
    if (!message.has('commitments')) continue;
    const at = `slot ${slot} of ${process}`;
    const identity = await identityOf(message, at);
    if (!identity.signed) continue;
    if (identity.id !== id || identity.signers[0] !== claims.owner)
      throw badArchive(`${at} was signed under another id or by another owner`);
    if (!trust && !(await identity.verify())) throw unverified(`The signature of ${at}`);
  }
  if (trust) return;
  for (const [id, message] of messages) {
    const identity = await identityOf(message, id);
    const fits = identity.id === id || identity.unsignedId === id;
    if (!fits || !(await identity.verify())) throw unverified(`The stored message ${id}`);
  }
}

async function identityOf(message: Message, at: string): Promise<Identity> {
  try {
    return await identify(message);
  } catch (error) {
    if (error instanceof PocketbeamError) throw badArchive(`${at} has no proper commitments (${error.code})`);
    throw error;
  }
}

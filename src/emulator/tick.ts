/** The messages of the clock. */
import { base64url, sha256 } from '../codecs/digest.ts';
import type { Claims, CronTask, Draft } from '../core/ports/store.ts';
import { draftMessage } from './definition.ts';

/**
 * The message for the time at which a task of Cron tags is due: from the owner of the process, at that time.
 * The anchor says which run of the task it is: who runs it once more finds its slot.
 * @param claims of the process.
 */
export async function draftTick(
  { id, process = '', tags = {}, due, ran = 0 }: CronTask,
  claims: Claims,
): Promise<Draft> {
  const anchor = base64url(await sha256(`cron ${id} ${ran} ${due}`));
  // Of a process that nobody signed nobody is the owner, and it is itself.
  const from = claims.from === undefined || claims.from === '' ? process : claims.from;
  return draftMessage({ process, tags, from, owner: from, timestamp: due, cron: true, anchor });
}

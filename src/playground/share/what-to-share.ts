/** What a link of this page would hold: the files in the editor, and messages of the chosen process. */
import type { Pocketbeam } from 'pocketbeam';
import { ownTags, readSchedule, tag } from '../messages/scheduled.ts';
import { files, program } from '../model/project.ts';
import type { Shared, SharedMessage } from './share-link.ts';

/** Messages that a link takes along, the newest. */
const MOST = 20;

/**
 * The newest messages that people sent to a process, without those that make it.
 * @throws PocketbeamError as {@link readSchedule}
 */
export async function messagesTo(
  beam: Pick<Pocketbeam, 'fetch'>,
  process: string,
  slot: number,
): Promise<readonly SharedMessage[]> {
  if (slot === 0) return [];
  const scheduled = await readSchedule(beam, process, Math.max(1, slot - MOST + 1), slot);
  return scheduled
    .filter(({ tags }) => tag(tags, 'From-Process') === undefined)
    .map(({ tags, data }) => ({ tags: ownTags(tags).map(({ name, value }) => ({ name, value })), data }));
}

/** The program in the editor, with these messages. */
export function sharedNow(messages: readonly SharedMessage[]): Shared {
  return { title: program.peek().title, files: files.peek(), messages };
}

/** A page with nothing but the editor and what it gives, for other sites. */
export function embedCode(link: string): string {
  const url = new URL(link);
  url.searchParams.set('embed', '1');
  return `<iframe src="${url.href.replaceAll('&', '&amp;')}" width="100%" height="480" title="Pocketbeam"></iframe>`;
}

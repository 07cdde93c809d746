/** Opening the program of a share link: as one's own, and never before what was written there is known to be dispensable. */
import { announce } from '../model/announce.ts';
import { keptJson } from '../model/kept.ts';
import { addNotice } from '../model/notices.ts';
import { files, openOwn, openProgram, program, programs } from '../model/project.ts';
import { sameFiles } from '../model/project-files.ts';
import { ask } from '../model/question.ts';
import { errorWords } from '../text/error-words.ts';
import { isShareLink, readMessages, readShareLink, type SharedMessage } from './share-link.ts';

/** The messages that came with the program; none of them was sent. */
export const sharedMessages = keptJson<readonly SharedMessage[]>('shared-messages', [], readMessages);

/** Opens what the address of the page holds, now and whenever that changes. Nothing is run. */
export function followShareLinks(): void {
  addEventListener('hashchange', () => void openShareLink());
  void openShareLink();
}

async function openShareLink(): Promise<void> {
  if (!isShareLink(location.hash)) return;
  try {
    const { title, files: shared, messages } = await readShareLink(location.hash);
    const before = program.peek().id;
    const own = programs.at(-1)?.id ?? before;
    openProgram(own);
    const written = files.peek();
    const empty = written.every(({ text }) => !text.trim());
    const question = `Open “${title || 'the shared program'}” in the place of your own program? What you wrote there goes.`;
    if (!empty && !sameFiles(written, shared) && !(await ask(question, 'Open it', 'Keep mine'))) {
      openProgram(before);
      return;
    }
    openOwn(shared, title);
    sharedMessages.value = messages;
    announce(`Opened ${title || 'the shared program'} from a link. Press Run to run it.`);
    // A reload shows what was made of it since, and not the link again.
    history.replaceState(history.state, '', location.pathname + location.search);
  } catch (error) {
    addNotice(errorWords(error));
  }
}

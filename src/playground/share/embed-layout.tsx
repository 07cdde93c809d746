/** The page inside another one: the editor beside the state, whether it works, and a way to the whole page. */
import { useAttempt } from '../parts/attempt.ts';
import { ErrorBox } from '../parts/error-box.tsx';
import { StatusLine } from '../app/status-line.tsx';
import { EditorTab } from '../editor/editor-tab.tsx';
import { StateTab } from '../state/state-tab.tsx';
import { shareLink } from './share-link.ts';
import { sharedNow } from './what-to-share.ts';
import './share.css';

export function EmbedLayout() {
  const attempt = useAttempt();
  // The storage of a page in a frame may be another one, so the program goes along.
  const open = (): void =>
    void attempt.run(async () => {
      const hash = await shareLink(sharedNow([]));
      window.open(`${location.origin}${location.pathname}${hash}`, '_blank', 'noopener');
    });
  return (
    <main class="embed">
      <section class="embed-editor" data-testid="editor" aria-label="Editor">
        <EditorTab />
      </section>
      <div class="embed-state" data-testid="state">
        <StateTab />
      </div>
      <div class="embed-bar">
        <StatusLine />
        <ErrorBox error={attempt.error.value} testId="open-error" />
        <button type="button" class="quiet" onClick={open}>
          Open in Pocketbeam
        </button>
      </div>
    </main>
  );
}

/** The dialog that makes a link. */
import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { chosen } from '../model/processes.ts';
import { files } from '../model/project.ts';
import { pocketbeam } from '../model/session.ts';
import { useAttempt } from '../parts/attempt.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { ErrorBox } from '../parts/error-box.tsx';
import { Modal } from '../parts/modal.tsx';
import { shareLink, type SharedMessage } from './share-link.ts';
import { embedCode, messagesTo, sharedNow } from './what-to-share.ts';
import './share.css';

/** Longer addresses are cut off by some chats and mail programs. */
const LONG = 8_000;

export function ShareDialog({ onClose }: { onClose: () => void }) {
  const reading = useAttempt();
  const making = useAttempt();
  const messages = useSignal<readonly SharedMessage[]>([]);
  const withMessages = useSignal(true);
  const link = useSignal('');

  const make = (): void =>
    void making.run(async () => {
      link.value = '';
      const hash = await shareLink(sharedNow(withMessages.peek() ? messages.peek() : []));
      link.value = `${location.origin}${location.pathname}${hash}`;
    });

  useEffect(() => {
    void reading
      .run(async () => {
        const beam = pocketbeam.peek();
        const to = chosen.peek();
        if (beam && to) messages.value = await messagesTo(beam, to.process, to.slot);
      })
      // Where they cannot be read there is still a link.
      .then(make);
  }, []);

  const count = messages.value.length;
  const names = files.value.map(({ path }) => path).join(', ');
  return (
    <Modal label="Share" class="share" onClose={onClose}>
      <h2>Share</h2>
      <p>
        The link holds {names} itself: no server keeps it, and the part behind the # is sent to none. Who opens it can
        read everything, and runs nothing before pressing Run.
      </p>
      {count > 0 && (
        <label class="choice">
          <input
            type="checkbox"
            checked={withMessages.value}
            onChange={({ currentTarget }) => {
              withMessages.value = currentTarget.checked;
              make();
            }}
          />
          With the {count === 1 ? 'message' : `newest ${count} messages`} to{' '}
          {chosen.value?.name || 'the chosen process'}
        </label>
      )}
      <LinkField link={link} />
      <ErrorBox error={making.error.value ?? reading.error.value} testId="share-error" />
      <div class="row end">
        <CopyButton label="Copy for embedding" text={() => embedCode(link.peek())} />
        <CopyButton label="Copy link" class="primary" text={() => link.peek()} />
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Modal>
  );
}

function LinkField({ link }: { link: Signal<string> }) {
  return (
    <label class="field">
      <span>Link{link.value && `, ${link.value.length} characters`}</span>
      <input
        class="code"
        readOnly
        value={link.value}
        aria-busy={!link.value}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      {link.value.length > LONG && (
        <span class="hint">Some chats and mail programs cut off a link as long as this.</span>
      )}
    </label>
  );
}

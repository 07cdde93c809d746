/** The top of the page: what it is, whether it can work, and what is wrong. */
import { dismissNotice, notices } from '../model/notices.ts';
import { session, status } from '../model/session.ts';
import { embedded, helpOpen, theme, THEMES } from '../model/view.ts';
import { ErrorBox, ErrorText } from '../parts/error-box.tsx';
import { Select } from '../parts/fields.tsx';
import { ShareButton } from '../share/share-button.tsx';
import { SharedMessages } from '../share/shared-messages.tsx';
import { StatusLine } from './status-line.tsx';

export function Header() {
  const now = session.value;
  return (
    <header>
      {!embedded && <Bar />}
      <ErrorBox error={now.state === 'failed' ? now.error : undefined} testId="start-error" />
      <Problems />
      {!embedded && <SharedMessages />}
      {notices.value.map((notice) => (
        <div key={notice.message} class="notice" role="alert">
          <p>
            <ErrorText error={notice} />
          </p>
          <button type="button" class="quiet" onClick={() => dismissNotice(notice)}>
            Put away
          </button>
        </div>
      ))}
    </header>
  );
}

function Bar() {
  return (
    <div class="bar">
      <h1>
        <img src="./icon.svg" alt="" width="22" height="22" />
        Pocketbeam
      </h1>
      <StatusLine />
      <ShareButton />
      <Select label="Theme" value={theme} options={THEMES} quiet />
      <button type="button" class="quiet" aria-label="Keys" onClick={() => (helpOpen.value = true)}>
        ?
      </button>
    </div>
  );
}

/** What does not work as it should, with what to do. */
function Problems() {
  const problems = status.value?.problems ?? [];
  return (
    <div
      class="problems"
      role="status"
      aria-label="What does not work here"
      data-testid="problems"
      hidden={!problems.length}
    >
      {problems.map(({ code, message, next }) => (
        <p key={code}>
          {message} <strong>{next}</strong> <code>{code}</code>
        </p>
      ))}
    </div>
  );
}

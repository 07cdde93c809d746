/** The line that says whether the page can work, and below it what does not work as it should. */
import type { Status } from 'pocketbeam';
import { byId, el, setText } from './dom.ts';
import { errorBox } from './error-box.ts';
import { errorWords } from './error-words.ts';

const line = byId('status', HTMLElement);
const list = byId('problems', HTMLElement);

export function showReady(processes: number, { role, storage, problems }: Status): void {
  line.dataset.state = problems.length ? 'degraded' : 'ready';
  const parts = [problems.length ? 'limited' : 'ready', `${processes} ${processes === 1 ? 'process' : 'processes'}`];
  if (role === 'follower') parts.push('another tab computes');
  if (storage === 'memory') parts.push('nothing is kept');
  if (storage === 'full') parts.push('storage full');
  setText(line, parts.join(' · '));
}

export function showFailed(error: unknown): void {
  line.dataset.state = 'failed';
  setText(line, 'could not start');
  errorBox(byId('start-error', HTMLElement)).show(errorWords(error));
}

/** What each is about, with what to do; only when they have changed, so that they are read out once. */
export function showProblems({ problems }: Status): void {
  const codes = problems.map(({ code }) => code).join(' ');
  if (list.dataset.codes === codes) return;
  list.dataset.codes = codes;
  list.hidden = problems.length === 0;
  list.replaceChildren(
    ...problems.map(({ code, message, next }) =>
      el('p', {}, `${message} `, el('strong', {}, next), ' ', el('code', {}, code)),
    ),
  );
}

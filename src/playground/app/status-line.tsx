/** The line that says whether the page can work. */
import type { Status } from 'pocketbeam';
import { processes } from '../model/processes.ts';
import { session, status } from '../model/session.ts';

export function StatusLine() {
  const { state, text } = statusWords();
  return (
    <p class="status" role="status" data-testid="status" data-state={state}>
      {text}
    </p>
  );
}

function statusWords(): { state: string; text: string } {
  switch (session.value.state) {
    case 'starting':
      return { state: 'starting', text: 'starting …' };
    case 'failed':
      return { state: 'failed', text: 'could not start' };
    case 'ready':
      return {
        state: status.value?.problems.length ? 'degraded' : 'ready',
        text: readyWords(processes.value.length, status.value),
      };
  }
}

function readyWords(count: number, now: Status | undefined): string {
  const parts = [now?.problems.length ? 'limited' : 'ready', `${count} ${count === 1 ? 'process' : 'processes'}`];
  if (now?.role === 'follower') parts.push('another tab computes');
  if (now?.storage === 'memory') parts.push('nothing is kept');
  if (now?.storage === 'full') parts.push('storage full');
  return parts.join(' · ');
}

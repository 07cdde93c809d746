/** The Pocketbeam of this page: on its way, at work, or why there is none. */
import './window.ts';
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { createPocketbeam, type Pocketbeam, type Status } from 'pocketbeam';
import { errorWords, type ErrorWords } from '../text/error-words.ts';

export type Session =
  | { readonly state: 'starting' }
  | { readonly state: 'ready'; readonly pocketbeam: Pocketbeam }
  | { readonly state: 'failed'; readonly error: ErrorWords };

const current = signal<Session>({ state: 'starting' });
const latest = signal<Status | undefined>(undefined);

export const session: ReadonlySignal<Session> = current;

/** Undefined until it has started, and when it could not. */
export const pocketbeam: ReadonlySignal<Pocketbeam | undefined> = computed(() =>
  current.value.state === 'ready' ? current.value.pocketbeam : undefined,
);

/** How well it works; undefined until it has started. */
export const status: ReadonlySignal<Status | undefined> = latest;

/** Why nothing can be run, a sentence; undefined when everything can. */
export const closed: ReadonlySignal<string | undefined> = computed(() => {
  switch (current.value.state) {
    case 'ready':
      return undefined;
    case 'starting':
      return 'Waiting for Pocketbeam to start.';
    case 'failed':
      return 'Pocketbeam did not start; the reason is at the top of the page.';
  }
});

/**
 * Starts Pocketbeam. Never rejects: a failure is the session's state.
 * @param prepare runs before the session is told to be ready; what it throws is the failure.
 */
export async function startSession(prepare: (started: Pocketbeam) => Promise<void>): Promise<void> {
  current.value = { state: 'starting' };
  try {
    const started = await createPocketbeam({ serviceWorker: new URL('playground-sw.js', document.baseURI) });
    window.pocketbeam = started;
    started.on('status', (now) => (latest.value = now));
    latest.value = started.status;
    await prepare(started);
    current.value = { state: 'ready', pocketbeam: started };
  } catch (error) {
    current.value = { state: 'failed', error: errorWords(error) };
  }
}

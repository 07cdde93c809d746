/** Words for those who cannot see what has changed. */
import { signal, type ReadonlySignal } from '@preact/signals';

const latest = signal('');

/** What is read out; the page has one live region for it. */
export const announcement: ReadonlySignal<string> = latest;

/** Has a result read out. A text that is said twice is read twice. */
export function announce(text: string): void {
  latest.value = text === latest.value ? `${text}\u00a0` : text;
}

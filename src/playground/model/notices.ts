/** What the page has to say that belongs to no place of it, until it is put away. */
import { signal, type ReadonlySignal } from '@preact/signals';
import type { ErrorWords } from '../text/error-words.ts';

const list = signal<readonly ErrorWords[]>([]);

/** Oldest first. */
export const notices: ReadonlySignal<readonly ErrorWords[]> = list;

export function addNotice(notice: ErrorWords): void {
  list.value = [...list.value.filter(({ message }) => message !== notice.message), notice];
}

export function dismissNotice(notice: ErrorWords): void {
  list.value = list.value.filter((other) => other !== notice);
}

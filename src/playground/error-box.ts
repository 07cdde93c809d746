import { el } from './dom.ts';
import { errorWords, type ErrorWords } from './error-words.ts';

/** A place for errors beside what causes them. */
export interface ErrorBox {
  show(words: ErrorWords, ...more: Node[]): void;
  clear(): void;
  /**
   * Clears the box, runs `work`, and shows what it throws.
   * @returns false when it threw.
   */
  attempt(work: () => Promise<void>): Promise<boolean>;
}

/** @param box an element with `role=alert`, hidden while there is no error. */
export function errorBox(box: HTMLElement): ErrorBox {
  function show(words: ErrorWords, ...more: Node[]): void {
    box.replaceChildren(...errorNodes(words), ...more);
    box.hidden = false;
  }
  function clear(): void {
    box.hidden = true;
    box.replaceChildren();
  }
  async function attempt(work: () => Promise<void>): Promise<boolean> {
    clear();
    try {
      await work();
      return true;
    } catch (error) {
      show(errorWords(error));
      return false;
    }
  }
  return { show, clear, attempt };
}

/** The words of an error, then where it was and its code. */
export function errorNodes({ message, code, where }: ErrorWords): (Node | string)[] {
  const facts = el('span', { class: 'facts' }, ...(where ? [where, ' · '] : []), el('code', {}, code));
  return [el('span', { class: 'words' }, message), ' ', facts];
}

/** The one question that the page may be asking before something goes that cannot be brought back. */
import { signal, type ReadonlySignal } from '@preact/signals';

export interface Question {
  readonly text: string;
  /** On the button that does it. */
  readonly yes: string;
  /** On the button that does nothing. */
  readonly no: string;
  answer(yes: boolean): void;
}

const current = signal<Question | undefined>(undefined);

export const question: ReadonlySignal<Question | undefined> = current;

/** Asks, and waits for a press. A question that is open already is answered with no. */
export function ask(text: string, yes: string, no = 'Keep it'): Promise<boolean> {
  current.value?.answer(false);
  return new Promise((resolve) => {
    const asked: Question = {
      ...{ text, yes, no },
      answer(answered) {
        // The dialog tells once more that it was closed, perhaps when the next question is open.
        if (current.value === asked) current.value = undefined;
        resolve(answered);
      },
    };
    current.value = asked;
  });
}

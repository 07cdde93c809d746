import { PocketbeamError } from '../core/errors.ts';
import type { Store } from '../core/ports/store.ts';

/** The store as programs find it: run again, as a slot is after a restart, they would do again what they did. */
export const readOnly = (store: Store): Store => ({
  ...store,
  ...{
    create: refuse,
    append: refuse,
    appendElsewhere: refuse,
    putMessage: refuse,
    keepCronTask: refuse,
    moveCronTask: refuse,
    dropCronTask: refuse,
    changeClock: refuse,
  },
});

const refuse = (): Promise<never> =>
  Promise.reject(
    new PocketbeamError('read-only', 'A path that a program asks for may change nothing.', {
      cause: 'Programs run again after a restart, and dynamic reads as often as somebody looks.',
      next: 'Send a message from a handler instead.',
      status: 403,
    }),
  );

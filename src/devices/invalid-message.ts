import { PocketbeamError } from '../core/errors.ts';

/** A message is refused because a signature in it does not hold. */
export const invalidMessage = (): PocketbeamError =>
  new PocketbeamError('invalid-message', 'Message is not valid.', {
    cause: 'A signature in it does not hold: it was changed after it was signed.',
    status: 400,
  });

import { PocketbeamError } from '../core/errors.ts';

/** For functions that write: a link or an image must not be able to call them. */
export const needsPost = (what: string): PocketbeamError =>
  new PocketbeamError('needs-post', `${what} changes what is stored, so that it takes a POST.`, {
    next: "Send the request with method: 'POST'.",
    status: 405,
    headers: { allow: 'POST' },
  });

/** What only another context can answer: the Service Worker has fewer devices than the worker of an open page. */
import { PocketbeamError } from './errors.ts';

/** Thrown where a path needs a device that this context does not have; its handler then passes the request on. */
export class Elsewhere extends PocketbeamError {
  constructor(device: string) {
    super('no-engine', `${device} needs an open page of this site, and there is none.`, {
      cause: 'The Service Worker reads states and takes messages; other devices run in the worker of a page.',
      next: 'Open the page and try again.',
      status: 503,
      headers: { 'retry-after': '1' },
    });
  }
}

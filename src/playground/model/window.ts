import type { Pocketbeam } from 'pocketbeam';

declare global {
  interface Window {
    /** For the developer tools: the Pocketbeam of this page, once it is ready. */
    pocketbeam?: Pocketbeam;
  }
}

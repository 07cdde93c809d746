/** The page of an app that uses the library. Built by e2e/support/host-app.ts. */
import { createPocketbeam } from 'pocketbeam';

declare global {
  interface Window {
    createPocketbeam?: typeof createPocketbeam;
  }
}

window.createPocketbeam = createPocketbeam;

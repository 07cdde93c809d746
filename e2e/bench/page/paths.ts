/** Where the server of the bench has what. */

/** The app with Pocketbeam, and the scope of its Service Worker. */
export const APP = '/app/';
/** The Service Worker that answers constants, with its page. */
export const CONSTANT = '/constant/';
/** The page that drives, below neither Service Worker. */
export const DRIVER = '/bench/';
/** Takes what the driver has found: the one thing that it ever sends. */
export const RESULTS = '/bench/results';

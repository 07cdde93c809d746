/** Name of the Service Worker's script, beside the page. It must not change between versions. */
export const SERVICE_WORKER_FILE = 'pocketbeam-sw.js';

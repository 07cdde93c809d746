/** Bounds on what comes in. A real node has none that is documented; these keep IndexedDB keys and stacks small. */
export const MAX_PATH_LENGTH = 16_384;
export const MAX_KEY_LENGTH = 1024;
export const MAX_DEPTH = 64;

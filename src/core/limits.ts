/** Bounds on what comes in. A real node has none that is documented; these keep IndexedDB keys and stacks small. */
export const MAX_PATH_LENGTH = 16_384;
export const MAX_KEY_LENGTH = 1024;
export const MAX_DEPTH = 64;
/** How many paths the programs behind one request or slot may ask for, in all and inside of each other. */
export const MAX_RESOLVES = 512;
export const MAX_NESTED_RESOLVES = 16;

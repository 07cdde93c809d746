/** Blocks are two minutes apart; a node without a network has no others. */
export const BLOCK_MS = 120_000;

/** The height that goes with a time. @param timestamp ms since 1970. */
export const heightAt = (timestamp: number): number => Math.floor(timestamp / BLOCK_MS);

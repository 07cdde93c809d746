/** What a Playwright test imports: `import { expect, test } from 'pocketbeam/playwright'`. */
export { expect } from './to-have-cache.ts';
export { test, type PocketbeamFixtures, type PocketbeamTest } from './fixture.ts';
export type { Beam } from './beam.ts';
export type { PocketbeamTestOptions, TestProcess } from './options.ts';

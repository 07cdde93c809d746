import {
  test as base,
  type PlaywrightTestArgs,
  type PlaywrightTestOptions,
  type PlaywrightWorkerArgs,
  type PlaywrightWorkerOptions,
  type TestType,
} from '@playwright/test';
import { createBeam, type Beam } from './beam.ts';
import type { PocketbeamTestOptions } from './options.ts';
import { answerRoutes } from './routes.ts';
import { withSources } from './sources.ts';

export interface PocketbeamFixtures {
  /** Set by `test.use` or in the configuration. */
  pocketbeam: PocketbeamTestOptions;
  /** The emulator of this test, which answers what the pages of its `context` ask. */
  beam: Beam;
}

/** Playwright's test, with these fixtures. */
export type PocketbeamTest = TestType<
  PlaywrightTestArgs & PlaywrightTestOptions & PocketbeamFixtures,
  PlaywrightWorkerArgs & PlaywrightWorkerOptions
>;

/**
 * Playwright's test with an emulator of its own for each test: it runs in the worker process of the test, begins with the
 * processes that `test.use({ pocketbeam: { processes } })` names, and answers the HyperPATHs that pages of the test's
 * `context` ask for by `context.route`. No Service Worker takes part, so it works in every browser; those that an app
 * brings are blocked, since what they answer is not routed.
 */
export const test: PocketbeamTest = base.extend<PocketbeamFixtures>({
  pocketbeam: [{}, { option: true }],
  serviceWorkers: 'block',
  beam: async ({ pocketbeam, context, baseURL }, use, { config }) => {
    const { processes = [], nodes = [] } = pocketbeam;
    const { beam, handle, close } = await createBeam(await withSources(processes, config.configFile), pocketbeam);
    await answerRoutes(context, handle, { nodes, baseURL });
    await use(beam);
    await context.unrouteAll({ behavior: 'ignoreErrors' });
    await close();
  },
});

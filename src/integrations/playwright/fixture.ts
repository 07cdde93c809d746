import {
  test as base,
  type BrowserContext,
  type PlaywrightTestArgs,
  type PlaywrightTestOptions,
  type PlaywrightWorkerArgs,
  type PlaywrightWorkerOptions,
  type TestType,
} from '@playwright/test';
import { createBeam, type Beam, type OwnedBeam } from './beam.ts';
import type { PocketbeamTestOptions } from './options.ts';
import { answerPages } from './pages.ts';
import { answerRoutes } from './routes.ts';
import { withSources } from './sources.ts';

export interface PocketbeamFixtures {
  /** Set by `test.use` or in the configuration; each test has an emulator then, whether it names `beam` or not. */
  pocketbeam: PocketbeamTestOptions | undefined;
  /** The emulator of this test, which answers what the pages of its `context` ask. */
  beam: Beam;
}

/** Playwright's test, with these fixtures. */
export type PocketbeamTest = TestType<
  PlaywrightTestArgs & PlaywrightTestOptions & PocketbeamFixtures,
  PlaywrightWorkerArgs & PlaywrightWorkerOptions
>;

interface OwnFixtures extends PocketbeamFixtures {
  /** Starts the emulator, once, and has it answer what the pages of the context ask. */
  startPocketbeam: (context: BrowserContext) => Promise<Beam>;
}

/**
 * Playwright's test with an emulator of its own for each test: it runs in the worker process of the test, begins with the
 * processes that `test.use({ pocketbeam: { processes } })` names, and answers the HyperPATHs that pages of the test's
 * `context` ask for by `context.route`. A page that starts Pocketbeam itself gets that emulator, too. No Service Worker
 * takes part, so it works in every browser; those that an app brings are blocked, since what they answer is not routed.
 */
export const test: PocketbeamTest = base.extend<OwnFixtures>({
  pocketbeam: [undefined, { option: true }],
  serviceWorkers: 'block',
  startPocketbeam: async ({ pocketbeam, baseURL }, use, { config }) => {
    const { processes = [], nodes = [], ...options } = pocketbeam ?? {};
    let owned: OwnedBeam | undefined;
    await use(async (context) => {
      if (owned) return owned.beam;
      owned = await createBeam(await withSources(processes, config.configFile), options);
      await answerRoutes(context, owned.handle, { nodes, baseURL });
      await answerPages(context, owned);
      return owned.beam;
    });
    await owned?.close();
  },
  context: async ({ context, pocketbeam, startPocketbeam }, use) => {
    if (pocketbeam !== undefined) await startPocketbeam(context);
    await use(context);
    await context.unrouteAll({ behavior: 'ignoreErrors' });
  },
  beam: async ({ context, startPocketbeam }, use) => use(await startPocketbeam(context)),
});

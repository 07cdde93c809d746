/** The scenarios in the browser: every cache value at every slot, read through the Service Worker. */
import { runScenario } from '../src/integrations/testing/run-scenario.ts';
import { scenarios } from './support/scenario.ts';
import { expect, fetchIn, HTTP_ERRORS, test } from './support/test.ts';

test.use({ expectedErrors: HTTP_ERRORS });

for (const { scenario, sources } of scenarios())
  test(`example ${scenario.name}`, async ({ playground: page }) => {
    const { mismatches } = await runScenario(scenario, sources, {
      spawn: (options) => page.evaluate((given) => window.pocketbeam!.spawn(given), options),
      message: (options) => page.evaluate((given) => window.pocketbeam!.message(given), options),
      result: (options) => page.evaluate((given) => window.pocketbeam!.result(given), options),
      fetch: (path, init) => fetchIn(page, path, init),
    });
    expect(mismatches).toEqual([]);
  });

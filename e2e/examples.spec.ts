/** The recorded examples in the browser: every cache value at every slot, read through the Service Worker. */
import { play, scenarios } from './support/scenario.ts';
import { expect, fetchIn, HTTP_ERRORS, test } from './support/test.ts';

test.use({ expectedErrors: HTTP_ERRORS });

for (const scenario of scenarios())
  test(`example ${scenario.name}`, async ({ playground: page }) => {
    const seen = await play(scenario, {
      spawn: (options) => page.evaluate((given) => window.pocketbeam!.spawn(given), options),
      message: (options) => page.evaluate((given) => window.pocketbeam!.message(given), options),
      result: (options) => page.evaluate((given) => window.pocketbeam!.result(given), options),
      async get(path) {
        const { status, body } = await fetchIn(page, path);
        return status === 404 ? undefined : body;
      },
    });
    const { slots, expect: values, outbox, errors } = scenario;
    const inOrder = (list: typeof values): typeof values =>
      list.toSorted((a, b) => a.slot - b.slot || a.path.localeCompare(b.path));
    expect({ ...seen, expect: inOrder(seen.expect) }).toEqual({ slots, expect: inOrder(values), outbox, errors });
  });

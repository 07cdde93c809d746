/** The samples of the documentation that run in a page give what they say. Others are run by e2e/samples.test.ts. */
import { startAppServer } from './support/app-server.ts';
import { buildSamples } from './support/sample-app.ts';
import { documentedPages, programsOf, scriptOf } from './support/samples.ts';
import { expect, test } from './support/test.ts';

for (const page of documentedPages()) {
  const script = scriptOf(page, 'page');
  if (script !== undefined)
    test(`${page.file}: its samples give what they say`, async ({ context }) => {
      const app = await startAppServer();
      app.mount('/', await buildSamples(script, programsOf(page)));
      const tab = await context.newPage();
      await tab.goto(`${app.origin}/`);
      await tab.waitForFunction(() => window.outcomes !== undefined);
      const outcomes = (await tab.evaluate(() => window.outcomes)) ?? [];
      expect(outcomes.length).toBeGreaterThan(0);
      for (const { given, says } of outcomes) expect(JSON.parse(given)).toEqual(JSON.parse(says));
      await app.kill();
    });
}

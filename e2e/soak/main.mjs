/** `npm run soak`: builds, finds a browser, and runs soak.ts. Takes up to ten minutes. */
import { provideBrowser } from '../runner/browser.mjs';
import { localBin } from '../runner/paths.mjs';
import { runNode } from '../runner/run-command.mjs';

const built = await runNode(['e2e/tooling/build.mjs']);
const browser = built === 0 ? await provideBrowser() : undefined;
if (browser !== undefined) process.env.PLAYWRIGHT_CHROMIUM = browser;
process.exitCode =
  browser === undefined
    ? 1
    : await runNode([localBin('@playwright/test/cli.js'), 'test', '--config', 'e2e/soak/playwright.config.ts']);

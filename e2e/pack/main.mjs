/** `npm run test:pack`: the specs of the package, with a real installation from the registry in every project. */
import { provideBrowser } from '../runner/browser.mjs';
import { localBin } from '../runner/paths.mjs';
import { runNode } from '../runner/run-command.mjs';

const browser = await provideBrowser();
const build = browser === undefined ? 1 : await runNode(['e2e/tooling/build.mjs']);
process.exitCode =
  build ||
  (await runNode([localBin('@playwright/test/cli.js'), 'test', 'e2e/pack.spec.ts', '--timeout', '300000'], {
    PLAYWRIGHT_CHROMIUM: browser,
    POCKETBEAM_PACK_INSTALL: '1',
  }));

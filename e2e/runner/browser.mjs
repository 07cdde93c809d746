import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { browserCandidates } from './find-browser.mjs';
import { localBin } from './paths.mjs';
import { run, runNode } from './run-command.mjs';

/** Whether the program starts and is a browser; a launcher without its browser or with libraries missing is not. */
const starts = (/** @type {string} */ file) =>
  spawnSync(file, ['--version'], { timeout: 30_000, stdio: 'ignore' }).status === 0;

function find() {
  const machine = { env: process.env, platform: process.platform, playwright: chromium.executablePath() };
  return browserCandidates(machine).find(starts);
}

const isRootOnDebian = () => process.getuid?.() === 0 && existsSync('/etc/debian_version');

/** What to run by hand, for the message that ends a failed search. */
function advice() {
  if (process.platform === 'darwin') return 'npx playwright install chromium   (or install Google Chrome)';
  return 'sudo apt-get update && sudo apt-get install -y chromium   (or: npx playwright install --with-deps chromium)';
}

/**
 * Finds a Chromium for the end-to-end tests and installs one where there is none, saying so.
 *
 * @returns {Promise<string | undefined>} the path of its executable; `undefined` where none could be had, after a
 *   message that says what to do
 */
export async function provideBrowser() {
  const named = process.env.PLAYWRIGHT_CHROMIUM;
  const found = find();
  if (named && found !== named) console.log(`e2e: PLAYWRIGHT_CHROMIUM=${named} does not start.`);
  if (found !== undefined) return found;

  console.log('e2e: no Chromium on this machine. Installing one: npx playwright install chromium');
  await runNode([localBin('@playwright/test/cli.js'), 'install', 'chromium']);
  let installed = find();
  if (installed === undefined && isRootOnDebian()) {
    console.log('e2e: that gave no browser that starts. Installing: apt-get update && apt-get install -y chromium');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update'], env);
    await run('apt-get', ['install', '-y', 'chromium'], env);
    installed = find();
  }
  if (installed === undefined) {
    console.log(`e2e: no browser. Install one and run the tests again:\n  ${advice()}`);
    console.log('A browser elsewhere is named by the environment variable PLAYWRIGHT_CHROMIUM.');
  }
  return installed;
}

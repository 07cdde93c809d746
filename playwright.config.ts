import { defineConfig } from '@playwright/test';

/** Set by the runner (`e2e/runner/browser.mjs`); without it Playwright uses the Chromium it downloaded itself. */
const executablePath = process.env.PLAYWRIGHT_CHROMIUM;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  // Tests of an app that the pack tests install Pocketbeam in.
  testIgnore: 'pack/**',
  outputDir: 'e2e/.output/playwright',
  // Set by the runner as well: its counts come from the JSON report.
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : [['list']],
  workers: 2,
  // For machines that are busy: what has to be quick measures for itself.
  timeout: 90_000,
  expect: { timeout: 30_000 },
  // The runner names what needed a second try, and fails where that is more than two tests (e2e/runner/reports.mjs).
  retries: 1,
  forbidOnly: process.env.CI !== undefined,
  use: {
    browserName: 'chromium',
    headless: true,
    // Of every first try it would take half of the processor: pictures of each frame of every tab.
    trace: 'on-first-retry',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // Tests run as root in containers, and talk to this machine only.
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-quic',
        '--no-first-run',
      ],
    },
  },
});

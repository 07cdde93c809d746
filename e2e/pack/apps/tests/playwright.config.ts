import { defineConfig } from '@playwright/test';
import type { PocketbeamFixtures } from 'pocketbeam/playwright';

export default defineConfig<PocketbeamFixtures>({
  reporter: 'line',
  workers: 2,
  fullyParallel: true,
  // A busy machine takes its time.
  timeout: 60_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: 'http://app.test/shop/',
    launchOptions: { executablePath: process.env.PLAYWRIGHT_CHROMIUM, args: ['--no-sandbox'] },
    pocketbeam: { processes: [{ file: 'counter.lua' }] },
  },
});

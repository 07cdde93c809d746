import { defineConfig } from '@playwright/test';
import type { PocketbeamFixtures } from 'pocketbeam/playwright';

export default defineConfig<PocketbeamFixtures>({
  reporter: 'line',
  workers: 2,
  fullyParallel: true,
  use: {
    baseURL: 'http://app.test/shop/',
    launchOptions: { executablePath: process.env.PLAYWRIGHT_CHROMIUM, args: ['--no-sandbox'] },
    pocketbeam: { processes: [{ file: 'counter.lua' }] },
  },
});

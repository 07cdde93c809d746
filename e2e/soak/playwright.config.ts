import base from '../../playwright.config.ts';

/** `npm run soak`: no part of `npm test`, since it takes minutes. */
export default {
  ...base,
  testDir: '.',
  testMatch: ['soak.ts', 'undisturbed.ts'],
  outputDir: '../.output/soak',
  workers: 1,
  timeout: 900_000,
  // A message that is lost once is lost.
  retries: 0,
};

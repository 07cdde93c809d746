/** The projects of `npm run types`. Largest first, so that they end at about the same time. */
export const typeProjects = [
  { name: 'page, tests and configuration', config: 'tsconfig.json' },
  { name: 'worker', config: 'src/worker/tsconfig.json' },
  { name: 'pure: core, codecs, devices', config: 'src/core/tsconfig.json' },
  { name: 'service worker', config: 'src/service-worker/tsconfig.json' },
  { name: 'worker tests', config: 'e2e/tooling/tsconfig.worker-tests.json' },
  { name: 'runner and tooling', config: 'e2e/runner/tsconfig.json' },
];

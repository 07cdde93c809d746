/** The test of specs that need an app of their own: the host page, and a server whose files can be exchanged. */
import { test as base } from './test.ts';
import { startAppServer, type AppServer } from './app-server.ts';
import { buildHost, type Files } from './host-app.ts';

interface HostFixtures {
  /** Serves the host page at `/`. */
  app: AppServer;
}

export const test = base.extend<HostFixtures, { files: Files }>({
  files: [async ({}, use) => use(await buildHost()), { scope: 'worker' }],
  app: async ({ files }, use) => {
    const app = await startAppServer();
    app.mount('/', files);
    await use(app);
    await app.kill();
  },
});

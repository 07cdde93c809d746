/** Faults that a test brings about for real, and the line that says how many there were. */
import { expect, type BrowserContext, type Page } from '@playwright/test';

/** Prints one line, to be quoted: at the end of a test, when it has found that nothing was lost. */
export function report(what: string, { faults, messages }: { faults: number; messages: number }): void {
  console.log(`${what}: ${faults} faults injected, ${messages} messages, 0 losses`);
}

/** Lua that takes a second or more in every tier, and a third of the gas of a message. */
export const BUSY = "for i = 1, 600 do (('a'):rep(100)):find('.-.-b') end";

/** Crashes the renderer of a page, and with it all workers that live there. */
export async function crash(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  cdp.send('Page.crash').catch(() => undefined);
  await crashed;
}

/** What Chromium reports of a file that a Service Worker was fetching when it ended. */
export const CRASH_ERRORS = /^Failed to load resource: net::ERR_FAILED/;

interface Engines {
  /** The engine workers that this coordinator has made, the newest last. */
  engines?: Worker[];
}

/** Lets {@link endEngine} find the engines of pages that are opened from now on. */
export async function catchEngines(context: BrowserContext): Promise<void> {
  await context.route(/coordinator-worker/, async (route) => {
    const response = await route.fetch();
    const body = `${CATCH}\n${await response.text()}`;
    await route.fulfill({ response, body });
  });
}

const CATCH = `self.engines = [];
self.Worker = class extends Worker { constructor(...given) { super(...given); self.engines.push(this); } };`;

/**
 * Ends the engine worker of a page at this very moment, whatever it runs.
 * @param says whether the browser tells the coordinator, as it does of a crash. Without, nobody does.
 */
export async function endEngine(page: Page, says: boolean): Promise<void> {
  const coordinator = page.workers().find((worker) => worker.url().includes('coordinator'));
  await coordinator?.evaluate((tells) => {
    const engine = (globalThis as Engines).engines?.at(-1);
    engine?.terminate();
    if (tells) engine?.dispatchEvent(new ErrorEvent('error', { message: 'ended by the test', cancelable: true }));
  }, says);
}

interface WorkerVersions {
  versions: readonly { versionId: string; runningStatus: string }[];
}

/** Stops Service Workers as the browser does with idle ones, and counts those that ran. */
export interface Stopper {
  readonly stopped: number;
  /** Resolves when they have stopped. */
  stop(): Promise<void>;
}

/** @param page whose Service Workers are meant, and which stays open. */
export async function createStopper(page: Page): Promise<Stopper> {
  const cdp = await page.context().newCDPSession(page);
  const running = new Set<string>();
  let stopped = 0;
  cdp.on('ServiceWorker.workerVersionUpdated', ({ versions }: WorkerVersions) => {
    for (const { versionId, runningStatus } of versions)
      if (runningStatus === 'running') running.add(versionId);
      else if (runningStatus === 'stopped' && running.delete(versionId)) stopped++;
  });
  const told = new Promise((resolve) => cdp.once('ServiceWorker.workerVersionUpdated', resolve));
  await cdp.send('ServiceWorker.enable');
  await told;
  return {
    get stopped() {
      return stopped;
    },
    async stop() {
      // One that somebody waits for starts again at once.
      const all = stopped + running.size;
      await cdp.send('ServiceWorker.stopAllWorkers');
      await expect.poll(() => stopped).toBeGreaterThanOrEqual(all);
    },
  };
}

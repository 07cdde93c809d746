import type { Page } from '@playwright/test';

/** Stops the Service Worker as the browser does when it is idle; the next fetch starts it again. */
export async function stopServiceWorkers(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('ServiceWorker.enable');
  await cdp.send('ServiceWorker.stopAllWorkers');
  await cdp.detach();
}

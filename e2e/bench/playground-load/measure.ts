/** Loads of the built playground, each in a new profile. */
import { chromium, type Browser } from '@playwright/test';
import { startStaticServer } from '../../support/static-server.ts';

/** Milliseconds since the navigation began. */
export interface Load {
  /** First contentful paint. */
  shown: number;
  /** The editor, or the field in its place, takes what is typed. */
  typed: number;
  /** Run can be pressed: the Service Worker is in control, the workers are up. */
  ready: number;
}

declare global {
  interface Window {
    loadSeen: Pick<Load, 'typed' | 'ready'>;
  }
}

/** @param rounds how often. */
export async function measure(executablePath: string, rounds: number): Promise<Load[]> {
  const server = await startStaticServer();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const loads: Load[] = [];
  for (let i = 0; i < rounds; i++) loads.push(await load(browser, server.url));
  await browser.close();
  await server.kill();
  return loads;
}

async function load(browser: Browser, url: string): Promise<Load> {
  const context = await browser.newContext();
  const page = await context.newPage();
  // The page looks at itself, so that no message to the browser counts.
  await page.addInitScript(() => {
    window.loadSeen = { typed: 0, ready: 0 };
    const look = (): void => {
      const run = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Run');
      if (!window.loadSeen.typed && document.querySelector('[aria-label="Lua source"]'))
        window.loadSeen.typed = performance.now();
      if (run && !run.matches(':disabled')) window.loadSeen.ready = performance.now();
      else setTimeout(look, 5);
    };
    look();
  });
  await page.goto(url);
  await page.waitForFunction(() => window.loadSeen.ready > 0);
  const times = await page.evaluate(() => ({
    ...window.loadSeen,
    shown: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
  }));
  await context.close();
  return times;
}

/** Who leads among the tabs of a test, and how long a hand-over takes. */
import { expect, type BrowserContext, type Page } from '@playwright/test';
import type { Status } from '../../src/client/index.ts';
import { openPlayground } from './test.ts';

export const statusOf = (page: Page): Promise<Status> => page.evaluate(() => window.pocketbeam!.status);

/** Two tabs: the first leads, the second follows. */
export async function openTwo(context: BrowserContext, url: string): Promise<[Page, Page]> {
  const first = await openPlayground(context, url);
  await expect.poll(async () => (await statusOf(first)).role).toBe('leader');
  const second = await openPlayground(context, url);
  expect((await statusOf(second)).role).toBe('follower');
  return [first, second];
}

/**
 * Waits in the page until it leads.
 * @returns `since`: milliseconds from then until it did.
 */
export function watchLead(page: Page): { took(since: number): Promise<number> } {
  const leads = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = ({ role }: { role: string }): void => {
          if (role === 'leader') resolve(Date.now());
        };
        window.pocketbeam!.on('status', look);
        look(window.pocketbeam!.status);
      }),
  );
  return { took: async (since) => (await leads) - since };
}

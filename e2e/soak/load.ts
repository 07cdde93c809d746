/** What a soak is made of: processes that count, and messages to them. */
import type { Page } from '@playwright/test';
import { at, fetchIn } from '../support/test.ts';

export const PROCESSES = 20;

export interface Message {
  process: string;
  /** From 1 on, unlike that of any other message. */
  n: number;
}

/**
 * Keeps what says whether each message came, and came once. Its size does not depend on how many there were: what it has
 * seen has its places from the start.
 */
const PROGRAM = `
  Count, Sum, Twice, Seen = 0, 0, 0, {}
  for i = 1, 1000 do Seen[i] = 0 end
  Handlers.add('add', 'Add', function(msg)
    local n = tonumber(msg.N)
    local place = n % 1000 + 1
    Twice = Twice + (Seen[place] == n and 1 or 0)
    Seen[place] = n
    Count, Sum = Count + 1, Sum + n
    Send({ device = 'patch@1.0', cache = { count = Count, sum = Sum, twice = Twice } })
  end)
`;

/** @returns their ids. */
export async function spawnAll(page: Page): Promise<string[]> {
  const processes: string[] = [];
  for (let i = 0; i < PROCESSES; i++)
    processes.push(await page.evaluate((source) => window.pocketbeam!.spawn({ source }), PROGRAM));
  return processes;
}

/** @returns false when the page was disturbed meanwhile. */
export function sendAll(page: Page, batch: readonly Message[]): Promise<boolean> {
  return page
    .evaluate(async (messages) => {
      const { pocketbeam } = window;
      if (!pocketbeam) return false;
      for (const { process, n } of messages)
        await pocketbeam.message({ process, anchor: `soak-${n}`, tags: { Action: 'Add', N: String(n) } });
      return true;
    }, batch)
    .catch(() => false);
}

/** Every process is computed, so that the leader's engine holds them all. */
export async function computed(page: Page, processes: readonly string[]): Promise<void> {
  for (const process of processes) await fetchIn(page, at(process, 'now/cache/count'));
}

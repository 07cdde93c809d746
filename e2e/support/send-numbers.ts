/** Messages that are known one by one: each carries a number, and an anchor by which a second try is known. */
import type { Page } from '@playwright/test';

/** Adds each number it is sent, and answers with the number and how often it came. */
export const ADDER = `
Count, Sum, Distinct, Times = 0, 0, 0, {}
Handlers.add('Add', 'Add', function(msg)
  local n = math.tointeger(tonumber(msg.Tags.N))
  Times[n] = (Times[n] or 0) + 1
  if Times[n] == 1 then Distinct = Distinct + 1 end
  Count, Sum = Count + 1, Sum + n
  Send({ Target = ao.id, device = 'patch@1.0', cache = { count = Count, sum = Sum, distinct = Distinct } })
  print(n .. ' is number ' .. Count)
end)`;

const AT_ONCE = 25;

/** What the page told before it ended, if it did. */
export type Confirmed = Map<number, number>;

/** Tells of every message that got its slot, also when the page does not live to the end. Once for each page. */
export async function noteConfirmed(page: Page, confirmed: Confirmed): Promise<void> {
  await page.exposeFunction('confirmNumber', (n: number, slot: number) => void confirmed.set(n, slot));
}

declare global {
  interface Window {
    confirmNumber?: (n: number, slot: number) => void;
  }
}

/**
 * Sends a number each; resolves when all have their slots, or the page is gone.
 * @param most how many are on their way at once.
 */
export function sendNumbers(page: Page, process: string, numbers: readonly number[], most = AT_ONCE): Promise<void> {
  return page.evaluate(
    async ([pid, all, atOnce]) => {
      const rest = [...all];
      const sendRest = async (): Promise<void> => {
        for (let n = rest.shift(); n !== undefined; n = rest.shift()) {
          const tags = { Action: 'Add', N: String(n) };
          const { slot } = await window.pocketbeam!.message({ process: pid, tags, anchor: `number-${n}` });
          window.confirmNumber!(n, slot);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, sendRest));
    },
    [process, numbers, most] as const,
  );
}

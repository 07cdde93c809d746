/** The programs of the HyperBEAM documentation, taken from its text where it is at hand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OTHER, patches, plain, printed, spawned, TestProcess } from './testing.ts';

const folder = '/work/shared/docs';
const present = existsSync(folder);
if (!present) console.log(`skipped: the documentation is not at ${folder}`);

const pages = present ? readdirSync(folder).map((file) => readFileSync(`${folder}/${file}`, 'utf8').split('\n')) : [];

/** Of the page whose lines hold `first`: from that line to the next line that is exactly `last`. */
function programs(first: string, last: string): string[] {
  return pages.flatMap((lines) => {
    const start = lines.findIndex((line) => line.startsWith(first));
    if (start < 0) return [];
    const end = lines.indexOf(last, start);
    return [lines.slice(start, end + 1).join('\n')];
  });
}

describe.skipIf(!present)('the documentation', () => {
  it('syncs the initial state of a token', () => {
    const [program] = programs('Balances = { token1', 'end');
    const process = new TestProcess();
    const result = process.spawn(program ?? '');
    expect(result.error).toBeUndefined();
    expect(patches(result).map(plain)).toEqual([{ balances: { token1: 100, token2: 200 }, totalsupply: 1984 }]);
    expect(printed(result)).toContain('Initial state sync complete. Balances and TotalSupply patched.');
  });

  it('syncs the state a program set before, and only once', () => {
    const snippets = programs('InitialSync = InitialSync', 'end');
    expect(snippets.length).toBeGreaterThan(0);
    for (const snippet of snippets) {
      const process = new TestProcess();
      const result = process.spawn(`Balances = { a = 1 }\nTotalSupply = 1\n${snippet}`);
      expect(patches(result).map(plain)).toEqual([{ balances: { a: 1 }, totalsupply: 1 }]);
      expect(patches(process.eval(snippet))).toEqual([]);
    }
  });

  it('publishes data', () => {
    const snippets = programs('Handlers.add(', ')');
    expect(snippets).toHaveLength(2);
    for (const snippet of snippets) {
      const result = spawned(snippet).send({ from: OTHER, tags: { Action: 'PublishData' } });
      expect(plain(patches(result)[0])).toEqual({
        currentstatus: expect.stringMatching(/^Some important state: 0\.\d+/),
      });
      expect(printed(result)).toContain('Published data to /cache/currentstatus');
    }
  });
});

/** The programs of the HyperBEAM documentation, taken from its text where it is at hand. */
import { beforeEach, describe, expect, it } from 'vitest';
import { documentation, noDocumentation } from '../../../e2e/support/documentation.ts';
import { OTHER, patches, plain, printed, spawned, TestProcess } from './testing.ts';

describe('the documentation', () => {
  beforeEach(({ task, skip }) => {
    if (!noDocumentation) return;
    task.meta.skipReason = noDocumentation;
    skip();
  });

  it('syncs the initial state of a token', () => {
    const [program] = documentation.token;
    const process = new TestProcess();
    const result = process.spawn(program ?? '');
    expect(result.error).toBeUndefined();
    expect(patches(result).map(plain)).toEqual([{ balances: { token1: 100, token2: 200 }, totalsupply: 1984 }]);
    expect(printed(result)).toContain('Initial state sync complete. Balances and TotalSupply patched.');
  });

  it('syncs the state a program set before, and only once', () => {
    expect(documentation.initialSync.length).toBeGreaterThan(0);
    for (const snippet of documentation.initialSync) {
      const process = new TestProcess();
      const result = process.spawn(`Balances = { a = 1 }\nTotalSupply = 1\n${snippet}`);
      expect(patches(result).map(plain)).toEqual([{ balances: { a: 1 }, totalsupply: 1 }]);
      expect(patches(process.eval(snippet))).toEqual([]);
    }
  });

  it('publishes data', () => {
    expect(documentation.publishData).toHaveLength(2);
    for (const snippet of documentation.publishData) {
      const result = spawned(snippet).send({ from: OTHER, tags: { Action: 'PublishData' } });
      expect(plain(patches(result)[0])).toEqual({
        currentstatus: expect.stringMatching(/^Some important state: 0\.\d+/),
      });
      expect(printed(result)).toContain('Published data to /cache/currentstatus');
    }
  });
});

import { describe, expect, it } from 'vitest';
import { closingLine, exitCode, nothing, single, sum } from './closing-line.mjs';
import { countPlaywright, countVitest, readReport, withExitCode } from './reports.mjs';

const skipped = (name: string): { name: string; reason: string } => ({ name, reason: 'none' });

describe('the closing line', () => {
  it('counts all parts', () => {
    const parts = [single(true), single(false), { passed: 40, failed: 2, skipped: [] }, nothing];
    expect(closingLine(sum(parts))).toBe('41 passed, 3 failed');
  });

  it('names skipped tests only where there are some', () => {
    expect(closingLine({ passed: 1, failed: 0, skipped: [skipped('a'), skipped('b')] })).toBe(
      '1 passed, 0 failed, 2 skipped',
    );
  });

  it('is a failure with a failed test, and with no test at all', () => {
    expect(exitCode({ passed: 5, failed: 0, skipped: [skipped('a')] })).toBe(0);
    expect(exitCode({ passed: 5, failed: 1, skipped: [] })).toBe(1);
    expect(exitCode(nothing)).toBe(1);
    expect(exitCode({ passed: 0, failed: 0, skipped: [skipped('a')] })).toBe(1);
  });
});

describe('reading reports', () => {
  it('counts what Vitest reports, and a file that cannot be loaded as one failure', () => {
    const report = {
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          assertionResults: [
            { fullName: 'one', status: 'passed' },
            { fullName: 'two', status: 'failed', failureMessages: ['Error: \u001b[31mno\u001b[0m\n    at here'] },
            { fullName: 'three', status: 'pending' },
          ],
        },
        { name: 'b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      ],
    };
    expect(countVitest(report)).toEqual({
      passed: 1,
      failed: 2,
      skipped: [{ name: 'three', reason: 'pending in a.test.ts' }],
      failures: [
        { name: 'a.test.ts › two', reason: 'Error: no' },
        { name: 'b.test.ts', reason: 'no such module' },
      ],
    });
  });

  it('counts what Playwright reports, with the reason of a skip, and names a flaky test', () => {
    const spec = (title: string, status: string, annotations: object[] = []): object => ({
      title,
      tests: [{ status, annotations }],
    });
    const report = {
      suites: [
        {
          title: 'page.spec.ts',
          specs: [spec('loads', 'expected'), spec('wobbles', 'flaky')],
          suites: [
            {
              title: 'offline',
              specs: [spec('reads', 'unexpected'), spec('waits', 'skipped', [{ type: 'skip', description: 'no net' }])],
            },
          ],
        },
      ],
      errors: [],
    };
    expect(countPlaywright(report)).toEqual({
      passed: 2,
      failed: 1,
      skipped: [{ name: 'page.spec.ts › offline › waits', reason: 'no net' }],
      failures: [{ name: 'page.spec.ts › offline › reads', reason: 'no reason given' }],
      flaky: [{ name: 'page.spec.ts › wobbles', reason: 'no reason given' }],
    });
    expect(countPlaywright({ suites: [], errors: [{}] })).toMatchObject({ passed: 0, failed: 1 });
  });

  it('counts flaky tests as failed where they are many', () => {
    const specs = ['a', 'b', 'c'].map((title) => ({ title, tests: [{ status: 'flaky' }] }));
    const counted = countPlaywright({ suites: [{ title: 'x.spec.ts', specs }] });
    expect(counted).toMatchObject({ passed: 0, failed: 3, flaky: [] });
    expect(counted.failures?.map(({ name }) => name)).toEqual(['a', 'b', 'c'].map((title) => `x.spec.ts › ${title}`));
  });

  it('takes a tool that fails without a failing test for one failure', () => {
    const lost = countVitest(readReport('/nowhere/report.json'));
    expect(lost).toMatchObject(nothing);
    expect(withExitCode(lost, 1)).toMatchObject(single(false));
    expect(withExitCode({ passed: 3, failed: 2, skipped: [] }, 1)).toEqual({ passed: 3, failed: 2, skipped: [] });
    expect(withExitCode(single(true), 0)).toEqual(single(true));
  });
});

import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** @typedef {import('./closing-line.mjs').Counts} Counts */

/** @type {readonly import('./closing-line.mjs').Named[]} */
const none = [];

/**
 * @param {string} file
 * @returns {unknown} the parsed report, or `undefined` where the tool died before writing one
 */
export function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * A tool may fail without a failing test: no report, a broken set-up, an error outside of any test. That counts as one.
 *
 * @param {Counts} counts
 * @param {number} code the tool's exit code
 * @returns {Counts}
 */
export const withExitCode = (counts, code) => (code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts);

/**
 * @typedef {{ fullName: string, status: string, failureMessages?: string[], meta?: { skipReason?: string } }} VitestTest
 * @typedef {{ testResults: { name: string, status: string, message?: string, assertionResults: VitestTest[] }[] }} VitestReport
 */

/** @param {string | undefined} text */
const firstLine = (text) => stripVTControlCharacters(text ?? '').split('\n', 1)[0] || 'no reason given';

/**
 * Counts a report of Vitest's JSON reporter. A file that fails as a whole (it cannot be loaded) counts as one test.
 *
 * @param {unknown} report
 * @returns {Counts}
 */
export function countVitest(report) {
  const counts = { passed: 0, failed: 0, skipped: [...none], failures: [...none] };
  for (const file of /** @type {VitestReport | undefined} */ (report)?.testResults ?? []) {
    const before = counts.failed;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') counts.passed += 1;
      else if (test.status === 'failed') {
        counts.failed += 1;
        counts.failures.push({ name: `${file.name} › ${test.fullName}`, reason: firstLine(test.failureMessages?.[0]) });
      } else {
        const reason = test.meta?.skipReason ?? `${test.status} in ${file.name}`;
        counts.skipped.push({ name: test.fullName, reason });
      }
    }
    if (file.status === 'failed' && counts.failed === before) {
      counts.failed += 1;
      counts.failures.push({ name: file.name, reason: firstLine(file.message) });
    }
  }
  return counts;
}

/** Tests of one run that may need a second try: a browser on a busy machine. */
const FLAKY_AT_MOST = 2;

/**
 * @typedef {{ status: string, annotations?: { type: string, description?: string }[], results?: { error?: { message?: string } }[] }} PlaywrightTest
 * @typedef {{ title: string, suites?: PlaywrightSuite[], specs?: { title: string, tests: PlaywrightTest[] }[] }} PlaywrightSuite
 * @typedef {{ suites?: PlaywrightSuite[], errors?: unknown[] }} PlaywrightReport
 */

/**
 * Counts a report of Playwright's JSON reporter. A test that passes at its second try counts as passed and is named as
 * flaky; with more than `FLAKY_AT_MOST` of them it is no longer the machine, and each counts as failed.
 *
 * @param {unknown} report
 * @returns {Counts}
 */
export function countPlaywright(report) {
  const counts = { passed: 0, failed: 0, skipped: [...none], failures: [...none], flaky: [...none] };
  const visit = (/** @type {PlaywrightSuite} */ suite, /** @type {string} */ prefix) => {
    const title = `${prefix}${suite.title} › `;
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status === 'expected') counts.passed += 1;
        else if (test.status === 'skipped') {
          const note = test.annotations?.find(({ type }) => type === 'skip' || type === 'fixme');
          counts.skipped.push({ name: title + spec.title, reason: note?.description ?? 'no reason given' });
        } else {
          const error = test.results?.find((result) => result.error)?.error;
          const list = test.status === 'flaky' ? counts.flaky : counts.failures;
          list.push({ name: title + spec.title, reason: firstLine(error?.message) });
        }
      }
    }
    for (const inner of suite.suites ?? []) visit(inner, title);
  };
  const { suites = [], errors = [] } = /** @type {PlaywrightReport | undefined} */ (report) ?? {};
  for (const suite of suites) visit(suite, '');
  if (counts.flaky.length > FLAKY_AT_MOST) counts.failures.push(...counts.flaky.splice(0));
  counts.passed += counts.flaky.length;
  counts.failed = counts.failures.length || errors.length;
  return counts;
}

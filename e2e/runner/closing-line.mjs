/**
 * What a part of the test run came to.
 *
 * @typedef {{ name: string, reason: string }} Named a test, and why it was skipped or how it failed
 * @typedef {{ passed: number, failed: number, skipped: Named[], failures?: Named[], flaky?: Named[] }} Counts
 */

/** @type {Readonly<Counts>} */
export const nothing = { passed: 0, failed: 0, skipped: [] };

/**
 * A part that either holds or does not (lint, types, build): one test.
 *
 * @param {boolean} good
 * @returns {Counts}
 */
export const single = (good) => ({ passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: [] });

/**
 * @param {readonly Counts[]} parts
 * @returns {Counts}
 */
export const sum = (parts) => ({
  passed: parts.reduce((total, part) => total + part.passed, 0),
  failed: parts.reduce((total, part) => total + part.failed, 0),
  skipped: parts.flatMap((part) => part.skipped),
});

/**
 * The last line of a run: `12 passed, 0 failed`, with `, 3 skipped` after it where tests were skipped.
 *
 * @param {Counts} counts
 */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
}

/**
 * 0 when something ran and nothing failed. A run of nothing is no success.
 *
 * @param {Counts} counts
 */
export const exitCode = ({ passed, failed }) => (failed === 0 && passed > 0 ? 0 : 1);

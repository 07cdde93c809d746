import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { aosProblems } from './aos-rules.mjs';
import { nothing, single, sum } from './closing-line.mjs';
import { checkPackage } from './package-checks.mjs';
import { cacheDirectory, localBin, root } from './paths.mjs';
import { countPlaywright, countVitest, readReport, withExitCode } from './reports.mjs';
import { runNode } from './run-command.mjs';
import { checkTypes } from './types.mjs';

/** @typedef {import('./closing-line.mjs').Counts} Counts */

async function lint() {
  const codes = await Promise.all([
    runNode([localBin('eslint/bin/eslint.js'), '--max-warnings', '0', '.']),
    runNode([localBin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']),
  ]);
  return single(codes.every((code) => code === 0));
}

/** @param {string} project a project of vitest.config.ts */
async function vitest(project) {
  const file = path.join(cacheDirectory, `${project}.json`);
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await runNode([localBin('vitest/vitest.mjs'), 'run', '--project', project, ...reporters]);
  return withExitCode(countVitest(readReport(file)), code);
}

/** @param {string} folder @param {RegExp} pattern */
const hasFile = (folder, pattern) =>
  existsSync(path.join(root, folder)) &&
  readdirSync(path.join(root, folder), { recursive: true }).some((name) => pattern.test(String(name)));

async function conformance() {
  if (hasFile('e2e/conformance', /\.test\.ts$/)) return vitest('conformance');
  console.log('conformance: no tests in e2e/conformance yet');
  return nothing;
}

/** Whether what src/lua/aos/README.md says is tested was, in the last run of the unit tests. */
async function aosRules() {
  const spec = path.join(root, '../shared/spec/aos.md');
  const problems = aosProblems(
    readFileSync(path.join(root, 'src/lua/aos/README.md'), 'utf8'),
    /** @type {import('./reports.mjs').VitestReport | undefined} */ (
      readReport(path.join(cacheDirectory, 'unit.json'))
    ),
    existsSync(spec) ? readFileSync(spec, 'utf8') : undefined,
  );
  for (const problem of problems) console.log(`aos-rules: ${problem}`);
  return single(problems.length === 0);
}

const build = async () => single((await runNode(['e2e/tooling/build.mjs'])) === 0);

/** Whether what is built is a sound package; what fails is named in the summary. */
async function packageChecks() {
  const counts = (await checkPackage()).map(({ name, passed }) => ({
    ...single(passed),
    failures: passed ? [] : [{ name: `package: ${name}`, reason: 'see above' }],
  }));
  return { ...sum(counts), failures: counts.flatMap(({ failures }) => failures) };
}

async function e2e() {
  if (!hasFile('e2e', /\.spec\.ts$/)) {
    console.log('e2e: no specs in e2e yet');
    return nothing;
  }
  // Only here: the other parts need no browser, and the import fails where Playwright is not installed.
  const { provideBrowser } = await import('./browser.mjs');
  const browser = await provideBrowser();
  if (browser === undefined) return single(false);
  console.log(`e2e: ${browser}`);
  const file = path.join(cacheDirectory, 'e2e.json');
  rmSync(file, { force: true });
  const env = { PLAYWRIGHT_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  const code = await runNode([localBin('@playwright/test/cli.js'), 'test'], env);
  return withExitCode(countPlaywright(readReport(file)), code);
}

/**
 * The parts of `npm test`, in order. A part that `needs` another is left out, and counted as failed, when that one ran
 * and failed.
 *
 * @type {readonly { name: string, run: () => Promise<Counts>, needs?: string }[]}
 */
export const parts = [
  { name: 'lint', run: lint },
  { name: 'types', run: async () => single(await checkTypes()) },
  { name: 'unit', run: () => vitest('unit') },
  { name: 'aos-rules', run: aosRules, needs: 'unit' },
  { name: 'conformance', run: conformance },
  { name: 'build', run: build },
  { name: 'package', run: packageChecks, needs: 'build' },
  { name: 'e2e', run: e2e, needs: 'build' },
];

/**
 * `npm test`: every part in order, whatever the one before came to, and one closing line.
 *
 *   --only=unit,e2e   just these parts
 *   --long            generators run many more cases (LONG=1, LUA_CASES=50000, POCKETBEAM_FUZZ=200000,
 *                   POCKETBEAM_MODEL=2000, POCKETBEAM_SNAPSHOT_SLOTS=10000)
 */
import { parseArgs } from 'node:util';
import { mkdirSync } from 'node:fs';
import { closingLine, exitCode, single, sum } from './closing-line.mjs';
import { parts } from './parts.mjs';
import { cacheDirectory } from './paths.mjs';

/** @typedef {import('./closing-line.mjs').Counts} Counts */

const { values } = parseArgs({ options: { only: { type: 'string' }, long: { type: 'boolean', default: false } } });
const names = parts.map(({ name }) => name);
const only = values.only?.split(',') ?? names;
const unknown = only.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
  process.exit(2);
}
if (values.long) {
  process.env.LONG = '1';
  process.env.LUA_CASES ??= '50000';
  process.env.POCKETBEAM_FUZZ ??= '200000';
  process.env.POCKETBEAM_MODEL ??= '2000';
  process.env.POCKETBEAM_SNAPSHOT_SLOTS ??= '10000';
}
// Nothing a test run starts has to ask the registry for news.
process.env.NO_UPDATE_NOTIFIER = '1';
mkdirSync(cacheDirectory, { recursive: true });

/** @type {Map<string, Counts & { minutes: number }>} */
const results = new Map();
for (const { name, run, needs } of parts) {
  if (!only.includes(name)) continue;
  console.log(`\n── ${name} ──`);
  const start = performance.now();
  const blocked = needs !== undefined && (results.get(needs)?.failed ?? 0) > 0;
  if (blocked) console.log(`${name}: not run, because ${needs} failed`);
  const counts = blocked ? single(false) : await run();
  results.set(name, { ...counts, minutes: (performance.now() - start) / 60_000 });
}

console.log('\n── summary ──');
for (const [name, { minutes, ...counts }] of results) {
  console.log(
    `${name.padEnd(12)} ${minutes.toFixed(2).padStart(6)} min   passed: ${counts.passed} failed: ${counts.failed}`,
  );
  for (const { name: test, reason } of counts.skipped) console.log(`  skipped: ${test} (${reason})`);
  for (const { name: test, reason } of counts.flaky ?? [])
    console.log(`  passed at the second try: ${test} (${reason})`);
  for (const { name: test, reason } of counts.failures ?? []) console.log(`  failed: ${test} (${reason})`);
}
const total = sum([...results.values()]);
console.log(closingLine(total));
process.exitCode = exitCode(total);

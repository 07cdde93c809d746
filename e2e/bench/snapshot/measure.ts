/** Measures saving and restoring heaps; main.mjs bundles and starts it. */
import { performance } from 'node:perf_hooks';
import { createLuaEngine } from '../../../src/lua/engine.ts';
import { EngineProcess } from '../../../src/lua/testing/engine-process.ts';

const [entries = 10_000, rounds = 15] = process.argv.slice(2).map(Number);
const SAVE_MS = 60;
const RESTORE_MS = 100;

const PROGRAMS: readonly [name: string, source: string][] = [
  ['a process without a program', '-- empty'],
  [
    `${entries} texts under 43 characters each`,
    `Balances = {} for i = 1, ${entries} do Balances[('%043d'):format(i)] = tostring(i * 1000) end`,
  ],
  [
    `${entries} tables of three fields`,
    `Users = {} for i = 1, ${entries} do Users[i] = { name = 'user ' .. i, age = i % 90, tags = { 'a', 'b' } } end`,
  ],
  [
    `${entries} closures of two variables`,
    `Counters = {} for i = 1, ${entries} do local n = i Counters[i] = function() n = n + Step return n end end Step = 1`,
  ],
];

const shown = (times: number[]): string => {
  const sorted = [...times].sort((a, b) => a - b);
  return `${times[0]?.toFixed(1)} / ${sorted[Math.floor(sorted.length / 2)]?.toFixed(1)}`;
};
const median = (times: number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

console.log('| heap | kB | save ms (first / median) | restore ms |\n|---|--:|--:|--:|');
for (const [name, source] of PROGRAMS) {
  const one = new EngineProcess(createLuaEngine());
  const { error } = await one.spawn(source);
  if (error) throw new Error(error.message);
  const saving: number[] = [];
  const restoring: number[] = [];
  let bytes = 0;
  for (let round = 0; round < rounds; round++) {
    let start = performance.now();
    const snapshot = await one.engine.snapshot(one.id);
    saving.push(performance.now() - start);
    if (!snapshot) throw new Error('no heap');
    bytes = snapshot.bytes.length;
    start = performance.now();
    await createLuaEngine().restore(one.id, snapshot);
    restoring.push(performance.now() - start);
  }
  console.log(`| ${name} | ${Math.round(bytes / 1000)} | ${shown(saving)} | ${shown(restoring)} |`);
  if (entries <= 10_000 && (median(saving) > SAVE_MS || median(restoring) > RESTORE_MS)) process.exitCode = 1;
}

/** Measures saving and restoring heaps, bundled and in a process of its own; prints {@link HeapTimes} of each as JSON. */
import { performance } from 'node:perf_hooks';
import { createLuaEngine } from '../../../src/lua/engine.ts';
import { EngineProcess } from '../../../src/lua/testing/engine-process.ts';

/** Of one heap; times in ms, a sample a round. */
export interface HeapTimes {
  heap: string;
  bytes: number;
  saving: number[];
  restoring: number[];
}

const [entries = 10_000, rounds = 15] = process.argv.slice(2).map(Number);

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

const found: HeapTimes[] = [];
for (const [heap, source] of PROGRAMS) {
  const one = new EngineProcess(createLuaEngine());
  const { error } = await one.spawn(source);
  if (error) throw new Error(error.message);
  const times: HeapTimes = { heap, bytes: 0, saving: [], restoring: [] };
  for (let round = 0; round < rounds; round++) {
    let start = performance.now();
    const snapshot = await one.engine.snapshot(one.id);
    times.saving.push(performance.now() - start);
    if (!snapshot) throw new Error('no heap');
    times.bytes = snapshot.bytes.length;
    start = performance.now();
    await createLuaEngine().restore(one.id, snapshot);
    times.restoring.push(performance.now() - start);
  }
  found.push(times);
}
console.log(JSON.stringify(found));

/**
 * A Pocketbeam against a model of a few arrays: whatever happens, it reads as if every message had been run once, in the
 * order of the slots. POCKETBEAM_MODEL says how many sequences of commands (in memory; a fifth on IndexedDB),
 * a failure prints the seed and the commands.
 */
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { it } from 'vitest';
import { IndexedDbKeyValue } from '../../src/store/indexeddb.ts';
import type { KeyValue } from '../../src/store/key-value.ts';
import { MemoryKeyValue } from '../../src/store/memory.ts';
import { agree, commands, type Model } from './commands.ts';
import { World } from './world.ts';

const RUNS = Number(process.env.POCKETBEAM_MODEL ?? 40);
const MS_PER_RUN = 5000;

let databases = 0;
const stores: [string, number, () => KeyValue][] = [
  ['memory', RUNS, () => new MemoryKeyValue()],
  ['indexeddb', Math.ceil(RUNS / 5), () => new IndexedDbKeyValue(`model-${++databases}`)],
];

it.each(stores)(
  'reads as its model does: %s',
  { timeout: 60_000 + RUNS * MS_PER_RUN },
  async (_name, numRuns, open) => {
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 60, size: 'max' }), async (run) => {
        const model: Model = new Map();
        const world = new World(open);
        try {
          await fc.asyncModelRun(() => ({ model, real: world }), run);
          await agree(model, world);
        } finally {
          await world.close();
        }
      }),
      { numRuns },
    );
  },
);

/** Every example does the same in both tiers of the engine: its results with their gas, outbox and caches, as stored. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { createArchives } from '../archive/archives.ts';
import { ProcessComputer } from '../devices/process-computer.ts';
import { createEmulator } from '../emulator/emulator.ts';
import { createHandler } from '../http/handle.ts';
import { loadScenario } from '../integrations/testing/load-scenario.ts';
import { targetOf } from '../integrations/testing/node-target.ts';
import { runScenario } from '../integrations/testing/run-scenario.ts';
import { acceptFixtures } from '../integrations/node/fixtures.ts';
import { createLuaEngine, type LuaEngineOptions } from '../lua/engine.ts';
import { dataOf } from '../emulator/data.ts';
import { createDataStore } from '../store/data.ts';
import { MemoryKeyValue, type Write } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';

const scenarios = ['./', '../../e2e/fixtures/examples/'].flatMap((place) => {
  const folder = fileURLToPath(new URL(place, import.meta.url));
  return readdirSync(folder).flatMap((file) => (file.endsWith('.json') ? [folder + file] : []));
});

afterEach(() => vi.restoreAllMocks());

/** What the emulator takes by chance (anchors, the number of a schedule) is the same each time. */
function withoutChance(): void {
  let drawn = 0;
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  vi.spyOn(crypto, 'getRandomValues').mockImplementation((bytes) => {
    new DataView((bytes as Uint8Array).buffer).setUint32(0, ++drawn);
    return bytes;
  });
}

/** All that a scenario writes to the store, in order, with what it sends and what differs from its record. */
async function traceOf(file: string, options: LuaEngineOptions) {
  withoutChance();
  const { scenario, sources } = await loadScenario(file);
  const writes: Write[] = [];
  const kv = new MemoryKeyValue({ beforeApply: (all) => Promise.resolve(void writes.push(...structuredClone(all))) });
  const store = createStore(kv);
  const computer = new ProcessComputer(store, createLuaEngine(options));
  const handle = createHandler({ store, computer, mode: 'node' });
  const api = createEmulator({ store, archives: createArchives(kv), data: dataOf(createDataStore(kv)), computer });
  const { mismatches, recording } = await runScenario(
    scenario,
    sources,
    targetOf({ api, handle: acceptFixtures(handle, store) }),
  );
  return { mismatches, recording: recording(), writes };
}

it.each(scenarios)('%s', { timeout: 60_000 }, async (file) => {
  const interpreted = await traceOf(file, { tier: 'interpreter' });
  expect(interpreted.mismatches).toEqual([]);
  expect(await traceOf(file, { tier: 'compiled', hotAfter: 0 })).toEqual(interpreted);
});

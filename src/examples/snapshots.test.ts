/** Every example does the same when its heap is saved, thrown away and restored before each message. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createArchives } from '../archive/archives.ts';
import { ProcessComputer } from '../devices/process-computer.ts';
import { createEmulator } from '../emulator/emulator.ts';
import { createHandler } from '../http/handle.ts';
import { loadScenario } from '../integrations/testing/load-scenario.ts';
import { targetOf } from '../integrations/testing/node-target.ts';
import { runScenario } from '../integrations/testing/run-scenario.ts';
import { acceptFixtures } from '../integrations/node/fixtures.ts';
import { createForgetfulEngine } from '../lua/snapshot/forgetful-engine.ts';
import { dataOf } from '../emulator/data.ts';
import { createDataStore } from '../store/data.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';

const scenarios = ['./', '../../e2e/fixtures/examples/'].flatMap((place) => {
  const folder = fileURLToPath(new URL(place, import.meta.url));
  return readdirSync(folder).flatMap((file) => (file.endsWith('.json') ? [folder + file] : []));
});

it.each(scenarios)('%s', { timeout: 30_000 }, async (file) => {
  const { scenario, sources } = await loadScenario(file);
  const kv = new MemoryKeyValue();
  const store = createStore(kv);
  const engine = createForgetfulEngine();
  const computer = new ProcessComputer(store, engine);
  const handle = createHandler({ store, computer, mode: 'node' });
  const api = createEmulator({ store, archives: createArchives(kv), data: dataOf(createDataStore(kv)), computer });
  const target = targetOf({ api, handle: acceptFixtures(handle, store) });
  const { mismatches } = await runScenario(scenario, sources, target);
  expect(mismatches).toEqual([]);
  expect(engine.restored).toBeGreaterThanOrEqual(scenario.steps.length);
});

/** Plays a scenario on any Pocketbeam and says what differs. */
import { compare, comparePaths, type Mismatch } from './compare.ts';
import { readLeaves, readPaths } from './deep-reads.ts';
import { storeModules } from './modules.ts';
import { play, type Target } from './play.ts';
import { record } from './record.ts';
import type { Recording, Scenario, Sources } from './scenario.ts';

export interface ScenarioRun {
  /** In the order of delivery; those of reads by path last. */
  mismatches: Mismatch[];
  /** What came out, as a scenario lists it. */
  recording: () => Recording;
}

/**
 * @param sources texts of the Lua files that the scenario names.
 * @throws PocketbeamError `endless-scenario`, `module-not-stored`, and what the calls of `target` throw.
 */
export async function runScenario(scenario: Scenario, sources: Sources, target: Target): Promise<ScenarioRun> {
  const modules = await storeModules(scenario, sources, target);
  const deliveries = await play(scenario, sources, target);
  const read = await readPaths(scenario, modules, target);
  const mismatches = [...compare(scenario, deliveries), ...comparePaths(scenario, read)];
  const told = new Set(mismatches.map(({ process, slot, path }) => `${process} ${slot} ${path}`));
  for (const mismatch of await readLeaves(scenario, target))
    if (!told.has(`${mismatch.process} ${mismatch.slot} ${mismatch.path}`)) mismatches.push(mismatch);
  return { mismatches, recording: () => record(deliveries, scenario, read) };
}

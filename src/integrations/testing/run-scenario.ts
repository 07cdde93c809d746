/** Plays a scenario on any Pocketbeam and says what differs. */
import { compare, type Mismatch } from './compare.ts';
import { deepReads } from './deep-reads.ts';
import { play, type Target } from './play.ts';
import { record } from './record.ts';
import type { Recording, Scenario, Sources } from './scenario.ts';

export interface ScenarioRun {
  /** In the order of delivery; those of reads by path last. */
  mismatches: Mismatch[];
  /** What came out, as a scenario lists it. */
  recording: Recording;
  /** Messages delivered, slot 0 of each process among them. */
  messages: number;
}

/** @throws PocketbeamError `endless-scenario`, and what the calls of `target` throw. */
export async function runScenario(scenario: Scenario, sources: Sources, target: Target): Promise<ScenarioRun> {
  const deliveries = await play(scenario, sources, target);
  const mismatches = compare(scenario, deliveries);
  const told = new Set(mismatches.map(({ process, slot, path }) => `${process} ${slot} ${path}`));
  for (const mismatch of await deepReads(scenario, target))
    if (!told.has(`${mismatch.process} ${mismatch.slot} ${mismatch.path}`)) mismatches.push(mismatch);
  return { mismatches, recording: record(deliveries, scenario.errors), messages: deliveries.length };
}

/** Every example has a scenario, says what it is, and does what the scenario recorded. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createNodePocketbeam } from '../integrations/node/node-pocketbeam.ts';
import { loadScenario } from '../integrations/testing/load-scenario.ts';
import { targetOf } from '../integrations/testing/node-target.ts';
import { runScenario } from '../integrations/testing/run-scenario.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const programs = readdirSync(folder).filter((file) => file.endsWith('.lua'));

describe.each(programs)('%s', (file) => {
  const scenario = loadScenario(`${folder}${basename(file, '.lua')}.json`);

  it('does what its scenario recorded, without a hint of trouble on a real node', async () => {
    const { scenario: recorded, sources } = await scenario;
    const hints: string[] = [];
    const beam = await createNodePocketbeam({
      onDemand: true,
      // Scenarios name a module of their own; the built-in aos runs.
      onCommit: ({ record: { diagnostics = [] } }) =>
        hints.push(...diagnostics.filter((code) => code !== 'module-substituted')),
    });
    const { mismatches, recording } = await runScenario(recorded, sources, targetOf(beam));
    await beam.close();
    expect(mismatches).toEqual([]);
    expect(recording().expect.length).toBeGreaterThan(1);
    expect(hints).toEqual([]);
  });

  it('says what it is and runs in its own scenario', async () => {
    expect(readFileSync(folder + file, 'utf8')).toMatch(
      /^-- title: .+\n-- about: .+Actions?: |^-- title: .+\n-- about: .+ action /,
    );
    const { processes, steps } = (await scenario).scenario;
    expect(new Set(processes.map(({ source }) => source))).toEqual(new Set([file]));
    expect(steps.length).toBeGreaterThan(2);
  });
});

/** The scenarios of this repository, with their sources: the recorded ones of the fixtures and those of src/examples. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { HYPER_HARNESS, HYPER_RUNTIME } from '../../src/integrations/testing/hyper.ts';
import { readScenario } from '../../src/integrations/testing/read-scenario.ts';
import type { Scenario, Sources } from '../../src/integrations/testing/scenario.ts';
import { composeBundle } from '../../src/lua/hyper/compose.ts';

const at = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const FOLDERS = [at('e2e/fixtures/examples'), at('src/examples')];

export interface WithSources {
  scenario: Scenario;
  sources: Sources;
}

export const scenarios = (): WithSources[] =>
  FOLDERS.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => read(folder, file)),
  );

function read(folder: string, file: string): WithSources {
  const scenario = readScenario(readFileSync(path.join(folder, file), 'utf8'), file);
  const { processes, modules = [] } = scenario;
  const names = [...processes.map(({ source }) => source), ...modules];
  const sources = new Map(names.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
  if (scenario.dialect === 'hyper')
    sources.set(HYPER_RUNTIME, composeBundle(readLua)).set(HYPER_HARNESS, readLua('hyper/harness.lua'));
  return { scenario, sources };
}

const readLua = (file: string): string => readFileSync(at(`src/lua/${file}`), 'utf8');

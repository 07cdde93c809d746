/** Scenarios as files: the JSON, and the Lua beside it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PocketbeamError } from '../../core/errors.ts';
import { hyperBundle, hyperHarness } from '../../lua/hyper/bundle.ts';
import { HYPER_HARNESS, HYPER_RUNTIME } from './hyper.ts';
import { readScenario } from './read-scenario.ts';
import type { Scenario, Sources } from './scenario.ts';

export interface LoadedScenario {
  /** As it was named. */
  file: string;
  text: string;
  scenario: Scenario;
  sources: Sources;
  /** The files of `sources`. */
  sourceFiles: string[];
}

/**
 * Reads a scenario and its sources.
 * @throws PocketbeamError `unreadable-file`, and what reading a scenario throws; messages begin with the file's name.
 */
export async function loadScenario(file: string): Promise<LoadedScenario> {
  const text = await readText(file, 'scenario', file);
  const scenario = inFile(file, () => readScenario(text, path.basename(file, '.json')));
  const { processes, modules = [] } = scenario;
  const names = [
    ...processes.flatMap(({ source, files = [], module = [] }) => [source, files, module].flat()),
    ...modules,
  ];
  const files = new Map([...new Set(names)].map((name) => [name, path.join(path.dirname(file), name)]));
  const sources = new Map<string, string>();
  for (const [name, source] of files) sources.set(name, await readText(source, `source ${source}`, file));
  if (scenario.dialect === 'hyper') sources.set(HYPER_RUNTIME, hyperBundle).set(HYPER_HARNESS, hyperHarness);
  return { file, text, scenario, sources, sourceFiles: [...files.values()] };
}

/** Names the file in an error of its content. */
function inFile<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PocketbeamError)) throw error;
    const { code, message, status, details } = error;
    throw new PocketbeamError(code, `${file}: ${message}`, { status, details: { ...details, file } });
  }
}

async function readText(file: string, what: string, scenario: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new PocketbeamError('unreadable-file', `${scenario}: the ${what} cannot be read (${reason}).`, {
      status: 400,
      details: { file },
    });
  }
}

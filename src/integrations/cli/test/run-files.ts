/** Runs scenario files one after the other and prints what came of each. */
import { writeFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { PocketbeamError, toPocketbeamError } from '../../../core/errors.ts';
import { createNodePocketbeam } from '../../node/node-pocketbeam.ts';
import { loadScenario, type LoadedScenario } from '../../testing/load-scenario.ts';
import { targetOf } from '../../testing/node-target.ts';
import { runScenario, type ScenarioRun } from '../../testing/run-scenario.ts';
import { writeScenario } from '../../testing/write-scenario.ts';
import type { Output } from '../cli.ts';
import { findFiles } from './find-files.ts';
import { mismatchLines, summary, type Totals } from './report.ts';

export interface TestOptions {
  /** Write what came out into the files. */
  update: boolean;
  /** Spawn processes in strict mode, whatever the scenario says. */
  strict: boolean;
  /** Part of the name of those to run, in any case. */
  filter?: string;
}

export interface FilesRun {
  /** 0 all passed, 1 some failed, 2 a file could not be read or nothing was to be run. */
  code: number;
  /** Every file that the outcome depends on. */
  files: string[];
}

/** Runs what the arguments name. Nothing is thrown for what is wrong with a file: it is printed. */
export async function runFiles(args: readonly string[], options: TestOptions, output: Output): Promise<FilesRun> {
  const totals: Totals = { passed: 0, failed: 0, updated: 0, unreadable: 0 };
  const files: string[] = [];
  const unreadable = (error: unknown): void => {
    const { code, message } = toPocketbeamError(error);
    totals.unreadable++;
    output.err(`pocketbeam: ${message} (${code})`);
  };
  const began = performance.now();
  try {
    for (const file of await findFiles(args)) {
      files.push(file);
      try {
        const loaded = await loadScenario(file);
        files.push(...loaded.sourceFiles);
        if (isWanted(loaded, options.filter)) totals[await runFile(loaded, options, output)]++;
      } catch (error) {
        if (!(error instanceof PocketbeamError)) throw error;
        unreadable(error);
      }
    }
    const run = totals.passed + totals.failed + totals.updated;
    if (run === 0 && totals.unreadable === 0)
      throw new PocketbeamError('no-scenario', `No scenario has ${JSON.stringify(options.filter)} in its name.`);
  } catch (error) {
    if (!(error instanceof PocketbeamError)) throw error;
    unreadable(error);
  }
  output.out(`${summary(totals)} (${Math.round(performance.now() - began)} ms)`);
  return { code: totals.unreadable > 0 ? 2 : totals.failed > 0 ? 1 : 0, files };
}

const isWanted = ({ scenario, file }: LoadedScenario, filter?: string): boolean =>
  filter === undefined || [scenario.name, file].some((text) => text.toLowerCase().includes(filter.toLowerCase()));

async function runFile(
  { file, text, scenario: given, sources }: LoadedScenario,
  { update, strict }: TestOptions,
  output: Output,
): Promise<'passed' | 'failed' | 'updated'> {
  const scenario = strict ? { ...given, strict } : given;
  const began = performance.now();
  // Each its own: scenarios may use the same ids.
  const beam = await createNodePocketbeam({ onDemand: true });
  const line = (mark: string, more = ''): void => {
    const time = Math.round(performance.now() - began);
    output.out(`${mark} ${scenario.name}  ${file}  ${time} ms${more}`);
  };
  let run: ScenarioRun;
  try {
    run = await runScenario(scenario, sources, targetOf(beam));
  } catch (error) {
    const { code, message } = toPocketbeamError(error);
    line('✗');
    output.out(`    ${message} (${code})`);
    return 'failed';
  } finally {
    await beam.close();
  }
  const { mismatches, recording } = run;
  if (update) {
    const written = writeScenario(text, recording());
    if (written !== text) {
      await writeFile(file, written);
      line('●', ' recorded');
      return 'updated';
    }
    line('✓');
    return 'passed';
  }
  if (!scenario.expect && !scenario.outbox && !scenario.errors && !scenario.slots) {
    line('✗');
    output.out('    It expects nothing yet: run with --update once, and read what it recorded.');
    return 'failed';
  }
  line(mismatches.length ? '✗' : '✓');
  for (const mismatch of mismatchLines(mismatches, scenario)) output.out(mismatch);
  return mismatches.length ? 'failed' : 'passed';
}

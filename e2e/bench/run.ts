/** One run of the bench: its parts, one after another, and what is made of them. */
import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { budgetOf, type Budget } from './budgets.ts';
import { MachineFactor } from './factor/machine-factor.ts';
import type { Measured, Part, Run } from './measured.ts';
import { parts } from './parts.ts';
import { summary } from './report/tables.ts';
import { writeResults } from './report/write.ts';
import type { Banded } from './statistics.mjs';

/** Of a whole run: what results.json has and the page in the docs is made from. */
export interface Results {
  date: string;
  machine: { processor: string; processors: number; memory: string; system: string };
  versions: Record<string, string>;
  /** Whether counts were small; the numbers mean little then. */
  quick: boolean;
  machineFactor: Banded;
  budgets: Budget[];
  parts: (Measured & { name: string })[];
}

/**
 * @param names of the parts. Default: all.
 * @param write whether the committed results and the docs are written too.
 * @returns the exit code.
 */
export async function run(
  options: Run,
  { names, write }: { names: readonly string[] | undefined; write: boolean },
): Promise<number> {
  const wrong = names?.filter((name) => !parts.some((part) => part.name === name)) ?? [];
  if (wrong.length > 0) {
    console.error(`--only: there is no ${wrong.join(', ')}; there are ${parts.map(({ name }) => name).join(', ')}`);
    return 1;
  }
  const machine = new MachineFactor();
  const measured: Results['parts'] = [];
  const failed: string[] = [];
  for (const part of parts.filter(({ name }) => names?.includes(name) ?? true)) {
    machine.sample();
    const found = await measure(part, options);
    if (found) measured.push({ name: part.name, ...found });
    else failed.push(part.name);
  }
  machine.sample();
  const results = resultsOf(options, measured, machine.factor);
  console.log(summary(results));
  await writeResults(results, write && failed.length === 0);
  if (failed.length > 0) console.log(`FAILED: ${failed.join(', ')}`);
  return failed.length === 0 && results.budgets.every(({ met }) => met) ? 0 : 1;
}

async function measure(part: Part, options: Run): Promise<Measured | undefined> {
  const began = Date.now();
  console.error(`bench: ${part.name} …`);
  try {
    const found = await part.measure(options);
    console.error(`bench: ${part.name} took ${Math.round((Date.now() - began) / 1000)} s`);
    return found;
  } catch (error) {
    console.error(`bench: ${part.name} failed:`, error);
    return undefined;
  }
}

function resultsOf({ executablePath, quick }: Run, measured: Results['parts'], machineFactor: Banded): Results {
  const browser = execFileSync(executablePath, ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return {
    date: new Date().toISOString(),
    machine: {
      processor: os.cpus()[0]?.model ?? 'unknown',
      processors: os.cpus().length,
      memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
      system: `${os.type()} ${os.arch()}`,
    },
    versions: {
      node: process.version,
      browser: browser.trim(),
      ...Object.fromEntries(measured.flatMap(({ versions = {} }) => Object.entries(versions))),
    },
    quick,
    machineFactor,
    budgets: measured.flatMap(({ limits = [] }) => limits.map((limit) => budgetOf(limit, machineFactor.value))),
    parts: measured,
  };
}

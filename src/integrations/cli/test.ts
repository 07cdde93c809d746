import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Output } from './cli.ts';
import { UsageError, type Command } from './command.ts';
import { runFiles } from './test/run-files.ts';
import { rerunOnChange } from './test/watch.ts';

/** `pocketbeam test`: scenarios of AO programs, without a browser. */
export const test: Command = {
  summary: 'run scenarios of AO programs and compare what comes out',
  help: `Usage: pocketbeam test [options] FILE.json…

Runs scenarios: JSON files that name Lua programs beside them, the messages to send, and what must come of it: values
under /cache at every slot, messages sent, errors. A FILE may be a folder or a quoted pattern ('tests/**/*.json').

  --update             record what comes out into the files instead of comparing
  -t, --filter TEXT    only scenarios with TEXT in their name or file name
  --strict             spawn the processes in strict mode: as a real node computes, defects included
  --watch              run again whenever a scenario or its Lua changes, until Ctrl+C

Prints a line for each scenario, below it every difference with the expected and the actual value, and a summary.
Exit code: 0 all passed, 1 some failed, 2 arguments not understood or a file that cannot be read.
A scenario begins as this; --update adds what came out ("slots", "expect", "outbox", "errors"):
  { "format": 1, "start": { "timestamp": 1767225600000, "height": 1700000 },
    "processes": [{ "id": "43 characters", "owner": "ALICE", "name": "token", "source": "token.lua" }],
    "steps": [{ "to": "the id", "from": "BOB", "tags": { "Action": "Info" }, "data": "" }] }
Steps may have "timestamp", "height" (in force from then on) and "cron": true. All of it: src/docs/testing.md.

Example:
  pocketbeam test --update token.json    # once; then read what it recorded
  pocketbeam test token.json`,
  run: async (args) => {
    const stop = new AbortController();
    // Otherwise Ctrl+C ends the program at once.
    if (args.includes('--watch')) process.once('SIGINT', () => stop.abort());
    return runTest(
      args,
      {
        out: (text) => process.stdout.write(`${text}\n`),
        err: (text) => process.stderr.write(`${text}\n`),
      },
      stop.signal,
    );
  },
};

/**
 * Runs the command.
 *
 * @param output where it prints; a test gives its own
 * @param signal ends `--watch`
 * @returns the exit code
 * @throws UsageError
 */
export async function runTest(args: readonly string[], output: Output, signal: AbortSignal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      update: { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      filter: { type: 'string', short: 't' },
    },
  });
  const { update, watch, strict, filter } = values;
  if (positionals.length === 0) throw new UsageError('test needs a file: pocketbeam test token.json');
  if (update && strict) throw new UsageError('--update records how programs run by default; it excludes --strict');
  const options = { update, strict, ...(filter === undefined ? {} : { filter }) };
  if (!watch) return (await runFiles(positionals, options, output)).code;
  let code = 0;
  await rerunOnChange(async () => {
    const run = await runFiles(positionals, options, output);
    code = run.code;
    output.out('Waiting for changes.');
    // Of files and patterns nothing is there to be watched.
    return { files: run.files, folders: positionals.filter((arg) => !arg.endsWith('.json')) };
  }, signal);
  return code;
}

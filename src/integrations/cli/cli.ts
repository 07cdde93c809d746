import { parseArgs } from 'node:util';
import { version } from '../../../package.json';
import type { Command } from './command.ts';
import { UsageError } from './command.ts';

/** Where a command line writes: `process.stdout` and `process.stderr`, or a test's own. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** The text of `pocketbeam --help`. */
export function overview(commands: ReadonlyMap<string, Command>): string {
  const width = Math.max(...[...commands.keys(), '--version'].map((name) => name.length));
  const row = (name: string, summary: string): string => `  ${name.padEnd(width)}  ${summary}`;
  const list = [...commands].map(([name, { summary }]) => row(name, summary));
  return [
    'pocketbeam: AO processes in Lua, read over HyperPATH, on this machine.',
    '',
    'Usage: pocketbeam <command> [options]',
    ...(list.length > 0 ? ['', 'Commands:', ...list, '', 'pocketbeam help <command> says more about one.'] : []),
    '',
    'Options:',
    row('--help', 'print this text'),
    row('--version', 'print the version'),
  ].join('\n');
}

/** Splits a command line at the command's name: the options before it are the program's, the rest is the command's. */
function split(args: readonly string[]): { options: string[]; name?: string; rest: string[] } {
  const at = args.findIndex((arg) => !arg.startsWith('-'));
  if (at < 0) return { options: [...args], rest: [] };
  return { options: args.slice(0, at), name: args[at], rest: args.slice(at + 1) };
}

function find(commands: ReadonlyMap<string, Command>, name: string): Command {
  const command = commands.get(name);
  if (command === undefined) throw new UsageError(`unknown command '${name}'`);
  return command;
}

/** `parseArgs` reports what it does not know as a `TypeError` with one of these codes. */
const isUsageError = (error: unknown): error is Error =>
  error instanceof UsageError ||
  (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_'));

async function dispatch(
  args: readonly string[],
  commands: ReadonlyMap<string, Command>,
  { out, err }: Output,
): Promise<number> {
  const { options, name, rest } = split(args);
  const { values } = parseArgs({
    args: options,
    options: { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean', short: 'v' } },
  });
  if (values.version) {
    out(version);
    return 0;
  }
  if (name === undefined) {
    (values.help ? out : err)(overview(commands));
    return values.help ? 0 : 2;
  }
  if (name === 'help' || values.help) {
    const topic = name === 'help' ? rest[0] : name;
    out(topic === undefined ? overview(commands) : find(commands, topic).help);
    return 0;
  }
  const command = find(commands, name);
  // What follows a file name belongs to that program.
  const own = split(rest).options;
  if (own.includes('--help') || own.includes('-h')) {
    out(command.help);
    return 0;
  }
  return command.run(rest);
}

/**
 * Runs a command line.
 *
 * @param args the arguments after the program's name
 * @param commands the subcommands by name
 * @param output where text goes
 * @returns the exit code: 0 well, 1 an error while running, 2 arguments not understood
 */
export async function runCli(
  args: readonly string[],
  commands: ReadonlyMap<string, Command>,
  output: Output,
): Promise<number> {
  try {
    return await dispatch(args, commands, output);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    output.err(`pocketbeam: ${message}`);
    if (!isUsageError(error)) return 1;
    output.err('pocketbeam --help lists what there is.');
    return 2;
  }
}

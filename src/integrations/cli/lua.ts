import process from 'node:process';
import { version } from '../../../package.json';
import type { LuaValue } from '../../lua/value.ts';
import type { Command } from './command.ts';
import { toByteString } from './lua/bytes.ts';
import { Host } from './lua/host.ts';
import { parseLuaOptions, type LuaOptions } from './lua/options.ts';
import { interact } from './lua/prompt.ts';
import { exitCode, Session } from './lua/session.ts';

/** `pocketbeam lua`: the engine that runs processes, for files, one-liners and a prompt. */
export const lua: Command = {
  summary: 'run Lua in the engine that runs processes',
  help: `Usage: pocketbeam lua [options] [FILE [argument…]]

Runs a Lua 5.3 file, or without one a prompt (or what comes from a pipe).

  -e CODE    run this first; may be given several times
  -i         a prompt after everything else
  --gas N    gas of each chunk; 0 is no limit (default 0)
  --tier T   'compiled' (default): functions that do much become JavaScript; 'interpreter': none does. Only speed
             differs; --std has the interpreter
  --std      all standard libraries: io, os, package and require, the whole of debug, dofile and loadfile;
             without it what processes have: no files, no environment, one time for the whole run
  -          the standard input as the file
  --         ends the options

The table 'arg' holds the file at 0 and its arguments behind; the file gets them as '...' too. Hooks (debug.sethook),
io.popen and C modules do not exist. Exit code: 0 well, 1 an error (told with a traceback), 2 arguments not understood,
or that of os.exit.

Example:
  pocketbeam lua -e 'print(1000000 * 1000000)'
  pocketbeam lua --std --gas 1000000 test.lua fast`,
  run: (args) => runLua(args, new Host()),
};

/**
 * Runs the command.
 *
 * @param host its streams; a test gives its own
 * @returns the exit code
 * @throws UsageError
 */
export async function runLua(args: readonly string[], host: Host): Promise<number> {
  const options = parseLuaOptions(args);
  return exitCode(host, async () => {
    const session = new Session(host, options);
    const scriptArguments = setArguments(session, args, options);
    for (const code of options.code) {
      if (!session.protect(() => session.call(session.load(toByteString(code), '=(command line)')))) return 1;
    }
    const fromTerminal = process.stdin.isTTY;
    const isIdle = options.script === undefined && options.code.length === 0 && !options.interactive;
    const script = options.script ?? (isIdle && !fromTerminal ? '-' : undefined);
    if (script !== undefined) {
      const name = script === '-' ? undefined : toByteString(script);
      const went = session.protect(() => {
        session.call(session.loadFile(name), scriptArguments);
      });
      if (!went) return 1;
    }
    if (options.interactive || (isIdle && fromTerminal)) {
      host.stdout.write(`Pocketbeam ${version}, Lua 5.3. Ctrl+D ends it.\n`);
      host.stdout.flush();
      await interact(session, { input: process.stdin, output: process.stdout });
    }
    return 0;
  });
}

/** Sets the table `arg` (manual §7) and gives the script's arguments. */
function setArguments({ machine }: Session, args: readonly string[], { script, scriptAt }: LuaOptions): LuaValue[] {
  const line = ['pocketbeam', 'lua', ...args];
  // Without a script the program itself is at 0.
  const zero = script === undefined ? 0 : scriptAt + 2;
  const table = machine.runtime.newTable();
  line.forEach((text, i) => table.setInteger(i - zero, toByteString(text)));
  machine.globals.setString('arg', table);
  return args.slice(scriptAt + 1).map(toByteString);
}

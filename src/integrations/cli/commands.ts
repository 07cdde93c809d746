import { exportCommand, importCommand } from './archive.ts';
import type { Command } from './command.ts';
import { deployCommand } from './deploy.ts';
import { init } from './init.ts';
import { lua } from './lua.ts';
import { serve } from './serve.ts';
import { test } from './test.ts';

/** The subcommands by name, in the order of the help text. Each is a file of its own beside this one. */
export const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['serve', serve],
  ['test', test],
  ['lua', lua],
  ['init', init],
  ['deploy', deployCommand],
  ['export', exportCommand],
  ['import', importCommand],
]);

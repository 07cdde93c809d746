#!/usr/bin/env node
import process from 'node:process';
import { runCli } from './cli.ts';
import { commands } from './commands.ts';

process.exitCode = await runCli(process.argv.slice(2), commands, {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
});

/** Runs a program in our engine, with the same output as `runPuc`. */
import { LuaError } from '../errors.ts';
import { createMachine, type MachineOptions } from '../machine.ts';
import { normalise } from './puc.ts';

/** The printed lines (byte string) and, last, `error: …` if the program ended in one. */
export function runOurs(source: string, chunkName = '=test', options: MachineOptions = {}): string {
  const lines: string[] = [];
  const machine = createMachine({ ...options, print: (line) => lines.push(line) });
  try {
    machine.call(machine.load(source, chunkName));
  } catch (error) {
    if (!(error instanceof LuaError)) throw error;
    lines.push(`error: ${error.message}`);
  }
  return normalise(lines.join('\n'));
}

/** The arguments of `pocketbeam lua`. Its options end at the script: what follows is the script's own. */
import type { MachineOptions } from '../../../lua/machine.ts';
import { UsageError } from '../command.ts';

export interface LuaOptions {
  /** Texts of `-e`, in order. */
  readonly code: readonly string[];
  readonly std: boolean;
  /** Gas of each chunk, `Infinity` for none. */
  readonly gas: number;
  readonly tier: NonNullable<MachineOptions['tier']>;
  /** `-i`: a prompt after everything else. */
  readonly interactive: boolean;
  /** File to run, `-` for the standard input. */
  readonly script: string | undefined;
  /** Place of the script in the arguments, their number without one. */
  readonly scriptAt: number;
}

/** @throws UsageError */
export function parseLuaOptions(args: readonly string[]): LuaOptions {
  const code: string[] = [];
  let [std, interactive, gas] = [false, false, Infinity];
  let tier: string | undefined;
  let at = 0;
  const valueOf = (option: string, attached: string): string => {
    if (attached !== '') return attached;
    const value = args[++at];
    if (value === undefined) throw new UsageError(`'${option}' needs an argument`);
    return value;
  };
  for (; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg === '-' || !arg.startsWith('-')) break;
    if (arg === '--') {
      at++;
      break;
    }
    if (arg === '--std') std = true;
    else if (arg === '-i') interactive = true;
    else if (arg === '--gas') gas = parseGas(valueOf(arg, ''));
    else if (arg.startsWith('--gas=')) gas = parseGas(arg.slice('--gas='.length));
    else if (arg === '--tier') tier = valueOf(arg, '');
    else if (arg.startsWith('--tier=')) tier = arg.slice('--tier='.length);
    else if (arg.startsWith('-e')) code.push(valueOf('-e', arg.slice(2)));
    else throw new UsageError(`unknown option '${arg}'`);
  }
  const scriptAt = Math.min(at, args.length);
  return { code, std, interactive, gas, tier: parseTier(tier, std), script: args[scriptAt], scriptAt };
}

function parseTier(name: string | undefined, std: boolean): LuaOptions['tier'] {
  // `debug.getlocal` and `setlocal` need all variables where the interpreter has them.
  if (name === undefined) return std ? 'interpreter' : 'compiled';
  if (name !== 'interpreter' && name !== 'compiled')
    throw new UsageError(`'${name}' is no tier: there are 'compiled' and 'interpreter'`);
  if (std && name === 'compiled') throw new UsageError("'--std' has the interpreter only: its debug library needs it");
  return name;
}

function parseGas(text: string): number {
  const gas = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(gas)) throw new UsageError(`'${text}' is no amount of gas`);
  return gas === 0 ? Infinity : gas;
}

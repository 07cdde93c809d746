/** The parts of `os` (manual §6.9) that reach outside the machine. Dates stay in UTC. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, lstatSync, openSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { checkString, optInteger, optString } from '../../../lua/lib/arguments.ts';
import type { NativeBody } from '../../../lua/native.ts';
import { float } from '../../../lua/value.ts';
import { fromByteString, toByteString, toPath } from './bytes.ts';
import { Exit, type Host } from './host.ts';
import { attempt } from './system-error.ts';

const CATEGORIES = ['all', 'collate', 'ctype', 'monetary', 'numeric', 'time'];

/** Functions to put over those of the sandbox's `os`. */
export function osFunctions(host: Host): Record<string, NativeBody> {
  return {
    /** Processor time of this process in seconds. */
    clock: () => {
      const { user, system } = process.cpuUsage();
      return float((user + system) / 1e6);
    },
    execute: (rt, args) => {
      if (args[0] === undefined) return true;
      const command = fromByteString(checkString(rt, args, 1));
      host.flush();
      const { status, signal } = spawnSync(command, { shell: true, stdio: 'inherit' });
      if (signal !== null) return [undefined, 'signal', constants.signals[signal]];
      return [status === 0 ? true : undefined, 'exit', status ?? 127];
    },
    exit: (rt, args) => {
      const [code] = args;
      if (typeof code === 'boolean') throw new Exit(code ? 0 : 1);
      throw new Exit(Number(BigInt.asUintN(8, BigInt(optInteger(rt, args, 1, 0)))));
    },
    getenv: (rt, args) => {
      const value = process.env[fromByteString(checkString(rt, args, 1))];
      return value === undefined ? undefined : toByteString(value);
    },
    remove: (rt, args) => {
      const name = checkString(rt, args, 1);
      return attempt(() => {
        if (lstatSync(toPath(name)).isDirectory()) rmdirSync(toPath(name));
        else unlinkSync(toPath(name));
        return true;
      }, name);
    },
    rename: (rt, args) => {
      const from = checkString(rt, args, 1);
      const to = checkString(rt, args, 2);
      return attempt(() => {
        renameSync(toPath(from), toPath(to));
        return true;
      });
    },
    /** There is one locale. */
    setlocale: (rt, args) => {
      const locale = args[0] === undefined ? undefined : checkString(rt, args, 1);
      const category = optString(rt, args, 2, 'all');
      if (!CATEGORIES.includes(category)) throw rt.argError(2, `invalid option '${category}'`);
      return locale === undefined || ['', 'C', 'POSIX'].includes(locale) ? 'C' : undefined;
    },
    /** Makes the file, so that nobody else takes the name. */
    tmpname: (rt) => {
      const name = path.join(tmpdir(), `lua_${randomBytes(6).toString('hex')}`);
      try {
        closeSync(openSync(name, 'wx', 0o600));
      } catch {
        throw rt.error('unable to generate a unique filename');
      }
      return toByteString(name);
    },
  };
}

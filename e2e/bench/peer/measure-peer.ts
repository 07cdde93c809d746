/** Messages a second in the peer, in Node: `--peer`. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { plainRow } from '../rows.ts';
import { banded } from '../statistics.mjs';
import type { Row } from '../measured.ts';
import { installPeer, LOADER, MODULE, type Peer } from './install.ts';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

const PROGRAMS = [
  { name: 'counter', file: here('../aos/programs/counter.lua'), action: 'Inc' },
  { name: 'token, 1,000 balances', file: here('../aos/programs/token.lua'), action: 'Transfer' },
  { name: 'fib(24)', file: here('../throughput/programs/fib.lua'), action: 'Fib' },
];

export const peerVersion = `${LOADER} with the aos module of ${MODULE}`;

/** A row for each program, one process each. @throws Error when the packages are not to be had. */
export async function measurePeer(quick: boolean): Promise<Row[]> {
  const peer = installPeer();
  const rows: Row[] = [];
  for (const { name, file, action } of PROGRAMS) {
    const rates = await ratesOf(peer, file, action, quick ? ['5', '2'] : ['30', '5']);
    rows.push(plainRow(`${name}: ao-loader, in Node, nothing committed`, 'messages/s', banded(rates)));
  }
  return rows;
}

async function ratesOf({ loader, wasm }: Peer, file: string, action: string, counts: string[]): Promise<number[]> {
  const program = [here('run-entry.mjs'), loader, wasm, file, action, ...counts];
  const { stdout } = await promisify(execFile)(process.execPath, ['--experimental-wasm-memory64', ...program]);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as number[];
}

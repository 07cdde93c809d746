/** How many messages a second are taken, computed and committed. */
import { readFileSync } from 'node:fs';
import type { Curve, Part } from '../measured.ts';
import { drive } from '../page/drive.ts';
import { measurePeer, peerVersion } from '../peer/measure-peer.ts';
import { atLeast, plainRow } from '../rows.ts';
import { banded, median, type Series } from '../statistics.mjs';
import type { Program, Rates } from './in-page.ts';

const lua = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');

const TOKEN = 'token, 1,000 balances';
const PROCESSES = [1, 10, 100] as const;

const MESSAGES = { messages: 1_000, stockMessages: 1_000 };

const programs: readonly Program[] = [
  { name: 'counter', source: lua('../aos/programs/counter.lua'), action: 'Inc', ...MESSAGES },
  { name: TOKEN, source: lua('../aos/programs/token.lua'), action: 'Transfer', ...MESSAGES },
  { name: 'fib(24)', source: lua('programs/fib.lua'), action: 'Fib', messages: 300, stockMessages: 20 },
];

/** For a run that only tries the programs. */
const few = (program: Program): Program => ({ ...program, messages: 100, stockMessages: 2 });

const rate = (series: Series) => banded(series.flat());

export const throughputPart: Part = {
  name: 'throughput',
  async measure({ executablePath, quick, peer }) {
    const found = await drive(executablePath, 'throughput', {
      programs: quick ? programs.map(few) : programs,
      processes: PROCESSES,
      rounds: quick ? 2 : 5,
      bare: lua('../aos/bare.lua'),
    });
    const rows = found.flatMap(({ program, pocketbeam, stock }) => [
      ...PROCESSES.map((count) =>
        plainRow(`${program}: ${count} process${count > 1 ? 'es' : ''}`, 'messages/s', rate(pocketbeam[count] ?? [])),
      ),
      plainRow(`${program}: stock fengari, bare handlers only`, 'messages/s', rate(stock)),
    ]);
    const floor = rate(found.flatMap(({ database }) => database));
    rows.push(plainRow('IndexedDB alone, two transactions a message', 'messages/s', floor));
    if (peer) rows.push(...(await measurePeer(quick)));
    const token = rows.find(({ what }) => what === `${TOKEN}: 1 process`);
    return {
      title: 'Messages a second',
      about:
        'Sent by `message()`, up to 100 under way, until the last slot is computed and committed: aos semantics, each slot ' +
        'committed whole, up to eight that wait in one transaction. Stock fengari runs the same handlers in a bare loop that never leaves Lua: no aos, no ' +
        'messages from outside, nothing committed; it is the ceiling of an emulator on it, not its speed.' +
        (peer ? ` ao-loader is ${peerVersion}; it takes and gives its whole memory with every message.` : ''),
      rows,
      limits: token ? [atLeast('messages a second, 1,000-balance token, each slot committed', token, 300)] : [],
      curves: [byProcesses(found)],
      ...(peer ? { versions: { peer: peerVersion } } : {}),
    };
  },
};

function byProcesses(found: readonly Rates[]): Curve {
  return {
    ...{ name: 'throughput', title: 'Messages a second', x: 'processes', y: 'messages/s' },
    lines: found.map(({ program, pocketbeam }) => ({
      name: program,
      points: PROCESSES.map((count) => ({ x: count, y: median((pocketbeam[count] ?? []).flat()) })),
    })),
  };
}

/** In the page: many messages to one and to many processes, and the same programs in stock fengari. */
import { openApp, type App } from '../page/frames.ts';
import type { Series } from '../statistics.mjs';
import { databaseFloor } from './database-floor.ts';
import { stockFengari } from './stock-fengari.mjs';

export interface Program {
  name: string;
  source: string;
  action: string;
  /** In a round, to all processes together. */
  messages: number;
  /** The same for stock fengari. */
  stockMessages: number;
}

export interface ThroughputOptions {
  programs: readonly Program[];
  /** Numbers of processes that the messages go to in turn. */
  processes: readonly number[];
  rounds: number;
  /** Lua text that gives `Handlers` and `Send` and returns a function that runs many messages (aos/bare.lua). */
  bare: string;
}

/** Messages a second, one number a round. */
export interface Rates {
  program: string;
  /** By the number of processes. */
  pocketbeam: Record<number, Series>;
  stock: Series;
  /** Of IndexedDB alone. */
  database: Series;
}

/** Who is not Pocketbeam with so many processes. */
type Other = 'stock' | 'database';

/** Messages whose slots are waited for together. */
const AT_ONCE = 100;

export async function throughput({ programs, processes, rounds, bare }: ThroughputOptions): Promise<Rates[]> {
  const app = await openApp();
  const database = await databaseFloor(AT_ONCE);
  const found: Rates[] = [];
  for (const program of programs) {
    const contenders = new Map<number | Other, (count: number) => Promise<void>>();
    for (const count of processes) contenders.set(count, await inPocketbeam(app, program, count));
    contenders.set('stock', inStock(program, bare)).set('database', database);
    const rates = new Map([...contenders.keys()].map((name): [number | Other, number[][]] => [name, []]));
    // The first round warms up.
    for (let round = 0; round <= rounds; round++)
      for (const [name, run] of contenders) {
        const messages = name === 'stock' ? program.stockMessages : program.messages;
        const began = performance.now();
        await run(messages);
        const rate = messages / ((performance.now() - began) / 1000);
        if (round > 0) rates.get(name)?.push([rate]);
      }
    const pocketbeam = Object.fromEntries(processes.map((count) => [count, rates.get(count) ?? []]));
    const [stock = [], floor = []] = [rates.get('stock'), rates.get('database')];
    found.push({ program: program.name, pocketbeam, stock, database: floor });
    for (const { process } of await app.beam.list()) await app.beam.remove(process);
  }
  return found;
}

/** Sends to `count` processes in turn and waits until all is computed and committed. */
async function inPocketbeam(app: App, program: Program, count: number): Promise<(messages: number) => Promise<void>> {
  const { beam } = app;
  const all: string[] = [];
  for (let i = 0; i < count; i++) all.push(await beam.spawn({ source: program.source }));
  let sent = 0;
  const sendOne = (): Promise<unknown> => {
    const i = sent++;
    const tags = { Action: program.action, Recipient: `holder-${((i * 7) % 1000) + 1}`, Quantity: '3' };
    return beam.message({ process: all[i % count] ?? '', from: `holder-${(i % 1000) + 1}`, tags });
  };
  return async (messages) => {
    for (let left = messages; left > 0; left -= AT_ONCE)
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, left) }, sendOne));
    // Computed in the background since they were sent; a slot is computed when all before it are.
    for (const { process, slot } of await beam.list()) {
      if (!all.includes(process)) continue;
      const { error } = await beam.result({ process, slot });
      if (error) throw new Error(`${program.name}: ${error.message}`);
    }
  };
}

/** The bare handlers: no aos, no messages from outside, nothing kept. */
function inStock(program: Program, bare: string): (messages: number) => Promise<void> {
  const run = stockFengari();
  const setUp = `if not Loop then\nHandle, Loop = (function() ${bare} end)()\ndo ${program.source} end\nend\n`;
  return (messages) => {
    run(`${setUp}return tostring(Loop(${messages}, 'holder-', '${program.action}', 'holder-'))`)();
    return Promise.resolve();
  };
}

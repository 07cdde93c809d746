/**
 * What a message and a read cost, in counts that are the same on every machine: a change that makes them dearer shows here
 * before a timer could tell. Lower a number when something has become cheaper; raising one wants a reason.
 */
import { readFileSync } from 'node:fs';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openBrowserParts, type BrowserParts } from './browser-parts.ts';
import { meterDatabase, type DatabaseCosts, type DatabaseMeter } from './database-meter.ts';

const program = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');
const COUNTER = program('../aos/programs/counter.lua');
const TOKEN = program('../aos/programs/token.lua');
const FIB = program('../throughput/programs/fib.lua');

let meter: DatabaseMeter;
let beam: BrowserParts;
let scopes = 0;

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('IDBKeyRange', IDBKeyRange);
  meter = meterDatabase();
  beam = openBrowserParts(`/costs-${++scopes}/`);
});

afterEach(async () => {
  await beam.close();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Balances of `holder-1` to `holder-<count>`, all of them published at the start. */
const published = (count: number): string =>
  `${TOKEN.replaceAll('1000 do', `${count} do`)}\nSend({ device = 'patch@1.0', cache = { balances = Balances } })`;

const transfer = (process: string, i: number) => ({
  process,
  from: `holder-${(i % 10) + 1}`,
  tags: { Action: 'Transfer', Recipient: `holder-${((i * 7) % 10) + 1}`, Quantity: '3' },
});

/** What the slots 9 to 16 cost together; every 8th slot keeps a way back over eight more. */
async function eightMessages(message: (i: number) => Parameters<BrowserParts['send']>[0]): Promise<DatabaseCosts> {
  for (let slot = 1; slot <= 8; slot++) await beam.send(message(slot));
  meter.take();
  for (let slot = 9; slot <= 16; slot++) await beam.send(message(slot));
  return meter.take();
}

describe('eight messages, from being sent to their slots being committed', () => {
  it('take two transactions each: one for the slot, one for what it computes', async () => {
    const process = await beam.api.spawn({ source: COUNTER });
    const { bytesPut, bytesRead, ...counts } = await eightMessages(() => ({ process, tags: { Action: 'Inc' } }));
    expect(counts).toEqual({ readonly: 0, readwrite: 16, reads: 65, puts: 65, deletes: 0 });
    expect(bytesPut).toBeLessThan(18_000);
    expect(bytesRead).toBeLessThan(11_000);
  });

  it('take their slots and are committed together when they come together', async () => {
    const process = await beam.api.spawn({ source: COUNTER });
    meter.take();
    const sent = Array.from({ length: 33 }, () => beam.api.message({ process, tags: { Action: 'Inc' } }));
    const slots = (await Promise.all(sent)).map(({ slot }) => slot);
    await beam.api.result({ process, slot: Math.max(...slots) });
    const { readwrite, puts } = meter.take();
    // To take slots one for the first, who does not wait, and one for all others; to commit one for each eight, or a few more.
    expect(readwrite).toBeLessThanOrEqual(2 + 12);
    expect(puts).toBeLessThanOrEqual(33 * 7);
  });

  it('cost the same with 10 and with 1,000 balances, of which they change two', async () => {
    const costs: DatabaseCosts[] = [];
    for (const count of [10, 1_000]) {
      const process = await beam.api.spawn({ source: published(count) });
      costs.push(await eightMessages((i) => transfer(process, i)));
    }
    const [few, many] = costs;
    expect(many).toEqual(few);
    expect(many).toMatchObject({ readonly: 0, readwrite: 16, reads: 73, puts: 89, deletes: 0 });
    expect(many?.bytesPut).toBeLessThan(30_000);
    expect(many?.bytesRead).toBeLessThan(11_000);
  });
});

describe('a read by the Service Worker', () => {
  const SLOTS = 70;
  const COUNTS = [10, 1_000] as const;
  const processes = new Map<number, string>();

  beforeEach(async () => {
    for (const count of COUNTS) {
      const process = await beam.api.spawn({ source: published(count) });
      for (let i = 1; i <= SLOTS; i++) await beam.send(transfer(process, i));
      processes.set(count, process);
    }
    // It opens the database for the first.
    await beam.read(`${processes.get(10)}~process@1.0/slot/current`);
    meter.take();
  });

  /** Of a path below each process. */
  async function costsOf(path: string): Promise<[few: DatabaseCosts, many: DatabaseCosts]> {
    const costs: DatabaseCosts[] = [];
    for (const count of COUNTS) {
      await beam.read(`${processes.get(count)}~process@1.0/${path}`);
      costs.push(meter.take());
    }
    return costs as [DatabaseCosts, DatabaseCosts];
  }

  const requests = (reads: number) => ({ readonly: 1, readwrite: 0, reads, puts: 0, deletes: 0, bytesPut: 0 });

  it('is one transaction of a few requests, whatever is asked', async () => {
    for (const [path, reads] of [
      ['slot/current', 1],
      ['compute/cache/balances/holder-3', 2],
      ['now/cache/balances/holder-3', 2],
      ['compute&slot=69/cache/balances/holder-3', 5],
      ['compute&slot=3/cache/balances/holder-3', 5],
      ['compute/cache/serialize~json@1.0', 5],
      ['compute/cache/balances', 6],
    ] as const)
      for (const costs of await costsOf(path)) expect(costs, path).toMatchObject(requests(reads));
  });

  it('of one key reads as much of 1,000 keys as of 10, newest or past', async () => {
    for (const slot of ['', '&slot=69', '&slot=3']) {
      const [few, many] = await costsOf(`compute${slot}/cache/balances/holder-3`);
      expect(many).toEqual(few);
      expect(many.bytesRead).toBeLessThan(250);
    }
  });

  it('of a whole past map follows its size and way back, not the number of slots', async () => {
    const [few, many] = await costsOf('compute&slot=3/cache/balances');
    // 67 slots back: at most a handful of records over 64, 8 and 1 slots each.
    for (const { readonly, reads } of [few, many]) {
      expect(readonly).toBe(1);
      expect(reads).toBeLessThanOrEqual(11);
    }
    expect(many.bytesRead).toBeLessThan(120_000);
  });
});

describe('gas of the first message: steps of the engine, aos among them', () => {
  it.each([
    ['counter', COUNTER, 'Inc', 310],
    ['token', TOKEN, 'Transfer', 590],
    ['fib(24)', FIB, 'Fib', 976_000],
  ])('%s', async (_name, source, action, most) => {
    const gas: unknown[] = [];
    for (let times = 0; times < 2; times++) {
      const process = await beam.api.spawn({ source });
      const sent = transfer(process, 1);
      const slot = await beam.send({ ...sent, tags: { ...sent.tags, Action: action } });
      gas.push((await beam.api.result({ process, slot })).gas);
    }
    const [first, second] = gas;
    expect(first).toBeLessThanOrEqual(most);
    // A replay has to repeat it.
    expect(second).toBe(first);
  });
});

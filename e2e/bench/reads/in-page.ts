/** In the page: fetches of what is cached, by those who can answer them, in turns. */
import { promisifyRequest } from 'idb-keyval';
import { instanceNames } from '../../../src/leader/names.ts';
import { IndexedDbKeyValue } from '../../../src/store/indexeddb.ts';
import { createStore } from '../../../src/store/process-store.ts';
import { openApp, openConstant, textOf } from '../page/frames.ts';
import { APP } from '../page/paths.ts';
import { inTurns, type Once, type Turns } from '../page/turns.ts';
import type { Series } from '../statistics.mjs';
import { fill } from './fill.ts';

export interface ReadOptions {
  /** How many keys caches have; the first is the one that others are compared with. */
  sizes: readonly [number, ...number[]];
  /** How many slots each of them has. */
  slots: number;
  /** Keys of the map that is read whole. */
  table: number;
  /** URL of a key of the same process in a `pocketbeam serve`. */
  loopback: string;
  turns: Turns;
}

/** Names of the contenders that are no caches of Pocketbeam. */
export const CONSTANT_KEY = 'a Service Worker that answers a constant';
export const INDEXED_DB = 'the page reads IndexedDB itself';
export const LOOPBACK = 'loopback HTTP (pocketbeam serve)';
export const CONSTANT_TABLE = 'the same bytes as a constant';
export const TABLE = 'the whole map as JSON';

export const newest = (keys: number): string => `Pocketbeam, 1 of ${keys} keys`;
export const past = (keys: number): string => `${newest(keys)}, any past slot`;
export const wholeMap = (keys: number): string => `Pocketbeam, map of ${keys}`;
export const pastMap = (keys: number): string => `${wholeMap(keys)}, any past slot`;

/** In flight at once, of the second result. */
export const PARALLEL = 32;

const pid = (keys: number | 'table'): string => `bench-${keys}-`.padEnd(43, '-');

export async function reads(options: ReadOptions): Promise<Record<'serial' | 'parallel', Record<string, Series>>> {
  const { sizes, slots, table, loopback, turns } = options;
  const { database } = instanceNames(APP);
  const store = createStore(new IndexedDbKeyValue(database));
  for (const keys of sizes) await fill(store, { process: pid(keys), keys, slots });
  await fill(store, { process: pid('table'), keys: table, slots: 1 });
  const [app, constant] = [await openApp(), await openConstant()];

  const random = (below: number): number => Math.floor(Math.random() * below);
  const at = (keys: number | 'table', rest: string): string => `${pid(keys)}~process@1.0/compute${rest}`;
  const key = (keys: number): string => `cache/k${random(keys)}`;
  const pastSlot = (): string => `&slot=${random(slots - 1)}`;

  const [few] = sizes;
  const whole = at('table', '/cache/serialize~json@1.0');
  await constant.copy(app.window, APP + at(few, '/cache/k1'), 'key');
  await constant.copy(app.window, APP + whole, 'table');
  const own = await openRaw(database);
  const readRaw = (): Promise<unknown> =>
    promisifyRequest(
      own
        .transaction('pocketbeam')
        .objectStore('pocketbeam')
        .get([pid(few), 'now', 'cache', 'k1']),
    );
  if ((await readRaw()) === undefined) throw new Error('The page does not find the key itself.');

  const main: Record<string, Once> = {
    [CONSTANT_KEY]: () => constant.read('key'),
    [newest(few)]: () => app.read(at(few, `/${key(few)}`)),
    [INDEXED_DB]: readRaw,
    [LOOPBACK]: () => textOf(window, loopback),
  };
  const further: Record<string, Once> = {
    [CONSTANT_TABLE]: () => constant.read('table'),
    [TABLE]: () => app.read(whole),
    [wholeMap(few)]: () => app.read(at(few, '/cache')),
    [pastMap(few)]: () => app.read(at(few, `${pastSlot()}/cache`)),
  };
  for (const keys of sizes) {
    further[newest(keys)] = () => app.read(at(keys, `/${key(keys)}`));
    further[past(keys)] = () => app.read(at(keys, `${pastSlot()}/${key(keys)}`));
  }
  return {
    serial: await inTurns({ ...main, ...further }, turns),
    parallel: await inTurns(main, { ...turns, parallel: PARALLEL }),
  };
}

function openRaw(name: string): Promise<IDBDatabase> {
  return promisifyRequest(indexedDB.open(name));
}

/** What a read costs: through the Service Worker, and in the ways that it competes with. */
import { startServe } from '../../support/serve.ts';
import type { Curve, Measured, Part } from '../measured.ts';
import { drive } from '../page/drive.ts';
import { atMost, ratioRow, timeRow } from '../rows.ts';
import { median, type Series } from '../statistics.mjs';
import {
  CONSTANT_KEY,
  CONSTANT_TABLE,
  INDEXED_DB,
  LOOPBACK,
  newest,
  PARALLEL,
  past,
  pastMap,
  TABLE,
  wholeMap,
  type ReadOptions,
} from './in-page.ts';

const FEW = 10;
const MANY = 100_000;
const SIZES = [FEW, 1_000, MANY] as const;

const SERVED = "Send({ device = 'patch@1.0', cache = { k1 = 1 } })";

export const readsPart: Part = {
  name: 'reads',
  async measure({ executablePath, quick }) {
    const serving = await startServe(SERVED);
    try {
      const options: ReadOptions = {
        sizes: SIZES,
        slots: quick ? 200 : 10_000,
        table: 10_000,
        loopback: `${serving.url}/${serving.pid}~process@1.0/compute/cache/k1`,
        turns: quick ? { rounds: 3, times: 20 } : { rounds: 12, times: 100 },
      };
      return measuredOf(await drive(executablePath, 'reads', options), options);
    } finally {
      await serving.stop();
    }
  },
};

function measuredOf(
  { serial, parallel }: Record<'serial' | 'parallel', Record<string, Series>>,
  { slots, table }: ReadOptions,
): Measured {
  const at = (name: string): Series => serial[name] ?? [];
  const times = Object.entries(serial).map(([what, series]) => timeRow(what, series));
  const together = Object.entries(parallel).map(([what, series]) => timeRow(`${what}, ${PARALLEL} at once`, series));
  const compare = (one: string, other: string) => ratioRow(one, at(one), other, at(other));
  const [floor, many, fewPast, manyPast, map, whole] = [
    compare(newest(FEW), CONSTANT_KEY),
    compare(newest(MANY), newest(FEW)),
    compare(past(FEW), newest(FEW)),
    compare(past(MANY), newest(FEW)),
    compare(pastMap(FEW), wholeMap(FEW)),
    compare(TABLE, CONSTANT_TABLE),
  ];
  return {
    title: 'Reading',
    about:
      `\`fetch\` and reading the text of the answer, in one page. Caches have ${slots} slots; "any past slot" is one of ` +
      `them each time. The map that is read whole has ${table} keys. The page that reads IndexedDB itself opens a ` +
      'transaction and gets the one record, knowing where it lies; it has no HTTP semantics.',
    rows: [
      ...times,
      ...together,
      ...[floor, compare(newest(FEW), INDEXED_DB), compare(newest(FEW), LOOPBACK)],
      ...[many, fewPast, manyPast, map, whole],
    ],
    limits: [
      atMost('a cached key against a constant Service Worker', floor, 1.3),
      atMost(`a key of ${MANY} against one of ${FEW}`, many, 1.5),
      atMost(`a key at any of ${slots} past slots against the newest`, fewPast, 5),
      atMost(`the same of ${MANY} keys`, manyPast, 5),
      atMost(`a map of ${FEW} at any past slot against the newest`, map, 5),
      atMost(`a map of ${table} as JSON against a constant`, whole, 2),
    ],
    curves: [bySize(serial)],
  };
}

function bySize(serial: Record<string, Series>): Curve {
  const line = (name: string, of: (keys: number) => string) => ({
    name,
    points: SIZES.map((keys) => ({ x: keys, y: median((serial[of(keys)] ?? []).flat()) })),
  });
  return {
    ...{ name: 'reads', title: 'One key by fetch', x: 'keys in the cache', y: 'ms, p50' },
    lines: [line('newest slot', newest), line('any past slot', past)],
  };
}

/** Where a run differs from what its scenario expects. */
import { normalizeKey } from '../../core/ids.ts';
import type { Plain } from '../../core/plain.ts';
import { NO_OUTPUT } from './errors.ts';
import type { Delivery } from './play.ts';
import type { ExpectedValue, Scenario, SentMessage } from './scenario.ts';
import { byKey, differences, type Difference } from './values.ts';

export interface Mismatch {
  /** Id of the process. */
  process: string;
  slot: number;
  /** `/cache/…`, or `outbox`, `error`, `slots`. */
  path: string;
  /** `undefined`: nothing there. */
  expected: Plain | undefined;
  actual: Plain | undefined;
}

const CACHED_KEY = /^\/cache\/([^/]+)$/;

/** Whether an entry states the whole value of a key of the cache. */
export const isWholeKey = ({ path }: ExpectedValue): boolean => CACHED_KEY.test(path);

/** The key that a path into the cache begins with, as a message keeps it. */
export const keyOf = (path: string): string => normalizeKey(path.split('/')[2] ?? '');

/** Differences of all kinds, in the order of delivery; reads by path are not among them. */
export function compare(scenario: Scenario, deliveries: readonly Delivery[]): Mismatch[] {
  const { slots } = scenario;
  const last = new Map(deliveries.map(({ process, slot }) => [process, slot]));
  return [
    ...compareCaches(scenario, deliveries),
    ...deliveries.flatMap((delivery) => [...compareOutbox(scenario, delivery), ...compareError(scenario, delivery)]),
    ...unreached(scenario, last),
    ...(slots
      ? [...last].flatMap(([process, slot]) => at({ process, slot }, 'slots', differences(slots[process], slot)))
      : []),
  ];
}

/** @param read the entries for single paths, with what is there. `null` on both sides: nothing there. */
export function comparePaths({ expect = [] }: Scenario, read: readonly ExpectedValue[]): Mismatch[] {
  const stated = expect.filter((one) => !isWholeKey(one));
  return stated.flatMap(({ process, slot, path, value }, i) => {
    const actual = read[i]?.value ?? null;
    return at({ process, slot }, path, differences(value ?? undefined, actual ?? undefined));
  });
}

const at = (
  { process, slot }: Pick<Delivery, 'process' | 'slot'>,
  path: string,
  found: readonly Difference[],
): Mismatch[] =>
  found.map(({ path: below, expected, actual }) => ({ process, slot, path: path + below, expected, actual }));

/** Each key has the value of its last entry, and none before its first. */
function compareCaches({ expect, complete = true }: Scenario, deliveries: readonly Delivery[]): Mismatch[] {
  if (!expect) return [];
  const whole = expect.filter(isWholeKey);
  /** Keys of which single paths are stated: what else is in them is open. */
  const open = new Set(
    expect.filter((one) => !isWholeKey(one)).map(({ process, path }) => `${process}/${keyOf(path)}`),
  );
  const expected = new Map<string, Map<string, Plain>>();
  /** Differences that still stand, told once. */
  const told = new Map<string, string>();
  return deliveries.flatMap((delivery) => {
    const { process, slot } = delivery;
    const entries = whole.filter((one) => one.process === process && one.slot === slot);
    const wanted = expected.get(process) ?? new Map<string, Plain>();
    expected.set(process, wanted);
    for (const { path, value } of entries) wanted.set(keyOf(path), value);
    const found = byKey(delivery.cache);
    const stated = entries.map(({ path }) => keyOf(path));
    const keys = complete ? new Set([...wanted.keys(), ...found.keys()]) : new Set(stated);
    return [...keys].sort().flatMap((key) => {
      const id = `${process}/${key}`;
      if (!wanted.has(key) && open.has(id)) return [];
      const mismatches = differences(wanted.get(key), found.get(key));
      const text = mismatches.map(({ path, actual }) => `${path}=${String(actual)}`).join();
      const isNews = told.get(id) !== text || stated.includes(key);
      told.set(id, text);
      return isNews ? at(delivery, `/cache/${key}`, mismatches) : [];
    });
  });
}

function compareOutbox({ outbox, complete = true }: Scenario, delivery: Delivery): Mismatch[] {
  const listed = outbox?.find(({ process, slot }) => process === delivery.process && slot === delivery.slot);
  if (!outbox || (!listed && !complete)) return [];
  const expected = (listed?.messages ?? []).map(asValue);
  return at(
    delivery,
    'outbox',
    differences(
      expected,
      delivery.outbox.map(({ listed: one }) => asValue(one)),
    ),
  );
}

const asValue = ({ target, data, tags }: SentMessage): Plain => ({
  target,
  ...(data === undefined ? {} : { data }),
  ...(tags ? { tags } : {}),
});

function compareError({ errors, dialect }: Scenario, delivery: Delivery): Mismatch[] {
  if (!errors) return [];
  const { error, output } = delivery;
  const listed = errors.filter(({ process, slot }) => process === delivery.process && slot === delivery.slot);
  if (!listed.length)
    return error === undefined ? [] : at(delivery, 'error', [{ path: '', expected: undefined, actual: error }]);
  return listed
    .filter(({ contains }) => {
      if (dialect === 'aos2') return !error?.includes(contains);
      if (contains === NO_OUTPUT && output === '') return false;
      return !error?.includes(contains) && !output.includes(contains);
    })
    .flatMap(({ contains }) => at(delivery, 'error', [{ path: '', expected: contains, actual: error }]));
}

/** Entries for slots that no message reached. */
function unreached({ expect = [], outbox = [], errors = [] }: Scenario, last: ReadonlyMap<string, number>): Mismatch[] {
  const isBeyond = ({ process, slot }: { process: string; slot: number }): boolean => slot > (last.get(process) ?? -1);
  return [
    ...expect.map(({ process, slot, path, value }) => ({ process, slot, path, expected: value, actual: undefined })),
    ...outbox.map(({ process, slot, messages }) => {
      return { process, slot, path: 'outbox', expected: messages.map(asValue), actual: undefined };
    }),
    ...errors.map(({ process, slot, contains }) => ({
      process,
      slot,
      path: 'error',
      expected: contains,
      actual: undefined,
    })),
  ].filter(isBeyond);
}

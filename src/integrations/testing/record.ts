/** What a run gave, in the form in which a scenario expects it. */
import type { Plain } from '../../core/plain.ts';
import { NO_OUTPUT } from './errors.ts';
import type { Delivery } from './play.ts';
import { isWholeKey, keyOf } from './compare.ts';
import type { ExpectedValue, Recording, Scenario } from './scenario.ts';
import { byKey, same, type PlainMap } from './values.ts';

/**
 * @param scenario what was expected so far: a part of an error's text that still fits stays as it is, and where the
 *   scenario is not `complete` nothing is added.
 * @param read the values of its entries for single paths.
 */
export function record(
  deliveries: readonly Delivery[],
  { errors = [], expect = [], outbox = [], complete = true }: Scenario,
  read: readonly ExpectedValue[],
): Recording {
  const recording: Recording = { slots: {}, expect: [], outbox: [], errors: [] };
  const caches = new Map<string, PlainMap>();
  for (const { process, slot, cache, outbox: sent, error } of deliveries) {
    const isHere = (one: { process: string; slot: number }): boolean => one.process === process && one.slot === slot;
    recording.slots[process] = slot;
    const values = complete ? changed(caches.get(process) ?? {}, cache) : listed(expect.filter(isHere), cache);
    recording.expect.push(...values.map(([path, value]) => ({ path, process, slot, value })), ...read.filter(isHere));
    caches.set(process, cache);
    if (complete ? sent.length > 0 : outbox.some(isHere))
      recording.outbox.push({ process, slot, messages: sent.map(({ listed: one }) => one) });
    if (error === undefined) continue;
    const before = errors.find(isHere)?.contains;
    const contains = before && error.includes(before) ? before : (error.split('\n', 1)[0] ?? '');
    recording.errors.push({ process, slot, contains: contains || NO_OUTPUT });
  }
  return recording;
}

/** What the entries of a slot state, as it is now. */
const listed = (entries: readonly ExpectedValue[], cache: PlainMap): [string, Plain][] =>
  entries.filter(isWholeKey).flatMap(({ path }) => {
    const value = byKey(cache).get(keyOf(path));
    return value === undefined ? [] : [[path, value]];
  });

/** The keys that are new or have another value, sorted. */
function changed(before: PlainMap, after: PlainMap): [string, Plain][] {
  return Object.entries(after)
    .filter(([key, value]) => !Object.hasOwn(before, key) || !same(before[key], value))
    .map(([key, value]): [string, Plain] => [`/cache/${key}`, value])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

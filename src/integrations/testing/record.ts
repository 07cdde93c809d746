/** What a run gave, in the form in which a scenario expects it. */
import type { Plain } from '../../core/plain.ts';
import { NO_OUTPUT } from './errors.ts';
import type { Delivery } from './play.ts';
import type { ExpectedError, Recording } from './scenario.ts';
import { same, type PlainMap } from './values.ts';

/** @param before errors listed so far: a part of the text that still fits stays as it is. */
export function record(deliveries: readonly Delivery[], before: readonly ExpectedError[] = []): Recording {
  const recording: Recording = { slots: {}, expect: [], outbox: [], errors: [] };
  const caches = new Map<string, PlainMap>();
  for (const { process, slot, cache, outbox, error } of deliveries) {
    recording.slots[process] = slot;
    for (const [path, value] of changed(caches.get(process) ?? {}, cache))
      recording.expect.push({ path, process, slot, value });
    caches.set(process, cache);
    if (outbox.length) recording.outbox.push({ process, slot, messages: outbox.map(({ listed }) => listed) });
    if (error === undefined) continue;
    const listed = before.find((one) => one.process === process && one.slot === slot);
    const contains = listed && error.includes(listed.contains) ? listed.contains : (error.split('\n', 1)[0] ?? '');
    recording.errors.push({ process, slot, contains: contains || NO_OUTPUT });
  }
  return recording;
}

/** The keys that are new or have another value, sorted. */
function changed(before: PlainMap, after: PlainMap): [string, Plain][] {
  return Object.entries(after)
    .filter(([key, value]) => !Object.hasOwn(before, key) || !same(before[key], value))
    .map(([key, value]): [string, Plain] => [`/cache/${key}`, value])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * The large maps that were read last, in memory: reading one again costs as much as has changed in it since. They are
 * looked after in the transaction of each read, so what is answered is what is stored; a context that loses them
 * (a Service Worker at rest) reads the whole map once more. What is made of a map is kept with it (core/forms.ts).
 */
import { withForms, type Forms } from '../core/forms.ts';
import type { Change, ProcessHead } from '../core/ports/store.ts';
import { applyChanges, snapshot } from '../core/state.ts';
import { isMap, type MapValue, type Value } from '../core/value.ts';
import type { Transaction } from './key-value.ts';
import { undosBetween, touches } from './undos.ts';

interface Kept {
  era: number;
  slot: number;
  map: MapValue;
  forms: Forms;
}

/** Smaller ones are read as fast. */
const LARGE = 256;
const MAPS = 4;
/** Beyond, the whole map is read: in how many slots, and how many paths may have changed. */
const [MAX_SLOTS, MAX_CHANGES] = [4096, 512];

/** Reads what stands at a path of the last computed state. */
type Load = (path: readonly string[]) => Promise<Value | undefined>;

export class LargeMaps {
  readonly #kept = new Map<string, Kept>();

  /** What stands at `path` as last computed: a copy. @param load reads it from the store. */
  async read(tx: Transaction, head: ProcessHead, path: readonly string[], load: Load): Promise<Value | undefined> {
    const { process, computed, era } = head;
    if (era === undefined) return load(path);
    const name = JSON.stringify([process, path]);
    const kept = this.#kept.get(name);
    const changes = kept?.era === era ? await changesSince(tx, head, path, kept.slot, load) : undefined;
    // Another read may have been faster meanwhile.
    if (kept && changes && this.#kept.get(name) === kept) {
      applyChanges(kept.map, changes);
      const none: Forms = new Map();
      return this.#keep(name, { ...kept, slot: computed, forms: changes.length ? none : kept.forms });
    }
    const value = await load(path);
    this.#kept.delete(name);
    if (!isMap(value) || value.size < LARGE) return value;
    return this.#keep(name, { era, slot: computed, map: value, forms: new Map() });
  }

  /** @returns a copy of the map. */
  #keep(name: string, kept: Kept): Value {
    this.#kept.delete(name);
    this.#kept.set(name, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAPS && oldest !== undefined) this.#kept.delete(oldest);
    return withForms(snapshot(kept.map), kept.forms);
  }
}

/** What leads from the map at `path` at `slot` to that of today; undefined when that would take too long. */
async function changesSince(
  tx: Transaction,
  head: ProcessHead,
  path: readonly string[],
  slot: number,
  load: Load,
): Promise<Change[] | undefined> {
  const { computed } = head;
  if (slot > computed || computed - slot > MAX_SLOTS) return undefined;
  const paths = new Map<string, string[]>();
  for (const undo of await undosBetween(tx, head, computed, slot))
    for (const change of undo) {
      if (!touches(change.path, path)) continue;
      if (change.path.length <= path.length || paths.size > MAX_CHANGES) return undefined;
      paths.set(JSON.stringify(change.path), change.path);
    }
  // The deepest first: what lies above brings all that is below it.
  const deepest = [...paths.values()].sort((a, b) => b.length - a.length);
  return Promise.all(
    deepest.map(async (changed) => ({
      path: changed.slice(path.length),
      value: await load(changed),
      replaces: true,
    })),
  );
}

/**
 * Heap snapshots of processes: taken when nothing else is to be done, used when a heap is lost. They only spare work: one
 * that cannot be used is counted and the messages are replayed, which gives the same heap.
 */
import { PocketbeamError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Engine } from '../core/ports/engine.ts';
import type { SnapshotStats, SnapshotStore } from '../core/ports/snapshots.ts';
import type { Assignment, Store } from '../core/ports/store.ts';
import type { Turns } from '../core/turns.ts';

/** Computing must have rested for so long. */
const IDLE_MS = 1_000;
/** A snapshot is due when a replay of what came after the last one would take about so long, */
const DUE_MS = 250;
/** and so many times as long as the last snapshot took. */
const DUE_COSTS = 3;
/** What a slot costs in a replay beside its computing: two reads of the store. */
const SLOT_MS = 5;

/** Where no heap stands. */
const NONE = (): number => -1;

/** What was computed of a process since its last snapshot. */
interface Tally {
  /** The last slot, and the chain up to it. */
  slot: number;
  chain: string;
  /** About what a replay would take. */
  replay: number;
  /** What the last snapshot took; 0 before the first. */
  cost: number;
}

const isDue = ({ replay, cost }: Tally): boolean => replay >= Math.max(DUE_MS, cost * DUE_COSTS);

export interface SnapshotPlace {
  engine: Engine;
  store: Store;
  snapshots: SnapshotStore;
  clock: Clock;
  /** Slots of a process are computed in its turns; so are its snapshots taken. */
  turns: Turns;
}

export class Snapshots {
  readonly stats: SnapshotStats = { saved: 0, failed: 0, restored: 0, refused: 0, replayed: 0 };
  readonly #place: SnapshotPlace;
  readonly #tallies = new Map<string, Tally>();
  /** Counts what was computed, to notice that something was. */
  #activity = 0;
  /** Ends the waiting for a rest; undefined: nobody waits. */
  #cancel: (() => void) | undefined = undefined;

  constructor(place: SnapshotPlace) {
    this.#place = place;
  }

  /** What {@link computed} is to be told when a slot begins. */
  now(): number {
    return this.#place.clock.now();
  }

  /** A slot that began at `begun` was computed and committed. */
  computed(process: string, { slot, chain = '' }: Assignment, begun: number): void {
    this.#activity++;
    const ms = this.now() - begun;
    const { replay = 0, cost = 0 } = this.#tallies.get(process) ?? {};
    const tally = { slot, chain, replay: replay + ms + SLOT_MS, cost };
    this.#tallies.set(process, tally);
    if (isDue(tally) || this.#cancel) this.#wait();
  }

  /**
   * Builds a lost heap from the newest snapshot up to `before`; the slots that follow it are left to be replayed.
   * @returns the slot at which the heap stands; -1 when there is none
   */
  async recall(process: string, before: number): Promise<number> {
    const position = await this.#restored(process, before).catch((error: unknown) => {
      this.stats.refused++;
      const code = error instanceof PocketbeamError ? error.code : undefined;
      // Others may be faults of the moment.
      if (code === 'bad-snapshot' || code === 'engine-terminated')
        return this.#place.snapshots.drop(process).then(NONE, NONE);
      return NONE();
    });
    this.stats.replayed += before - position;
    return position;
  }

  async #restored(process: string, before: number): Promise<number> {
    const { engine, store, snapshots } = this.#place;
    const kept = await snapshots.newest(process);
    if (!kept || kept.slot > before) return NONE();
    if ((await store.assignment(process, kept.slot))?.chain !== kept.chain)
      throw new PocketbeamError('bad-snapshot', `The heap snapshot kept for ${process} is of another one.`);
    await engine.restore(process, kept);
    this.stats.restored++;
    return kept.slot;
  }

  /** Forgets a process that was removed. */
  async forget(process: string): Promise<void> {
    this.#tallies.delete(process);
    await this.#place.snapshots.drop(process);
  }

  /** Takes no more of them. */
  stop(): void {
    this.#cancel?.();
    this.#tallies.clear();
  }

  #wait(): void {
    const { clock } = this.#place;
    this.#cancel?.();
    this.#cancel = clock.at(clock.now() + IDLE_MS, () => void this.#saveDue());
  }

  async #saveDue(): Promise<void> {
    const { turns } = this.#place;
    const activity = this.#activity;
    const isIdle = (): boolean => this.#activity === activity;
    this.#cancel = undefined;
    for (const [process, tally] of this.#tallies)
      if (isDue(tally) && isIdle()) await turns.take(process, async () => isIdle() && this.#save(process));
    if ([...this.#tallies.values()].some(isDue)) this.#wait();
  }

  async #save(process: string): Promise<void> {
    const { engine, snapshots, clock } = this.#place;
    const tally = this.#tallies.get(process);
    if (!tally) return;
    const begun = clock.now();
    tally.replay = 0;
    try {
      const taken = await engine.snapshot(process);
      // The engine may have been terminated meanwhile, or have no heap of this kind of process.
      if (taken?.slot !== tally.slot) return;
      await snapshots.keep(process, { ...taken, chain: tally.chain });
      tally.cost = clock.now() - begun;
      this.stats.saved++;
    } catch {
      this.stats.failed++;
    }
  }
}

/**
 * Computing the pending slots of processes, one after the other, each committed whole. Where many wait, the next ones run
 * while those before them are being committed, which the store then does for several at once; no slot counts as computed
 * before its commit.
 */
import type { Computer, DryRunner, Trial } from '../core/device.ts';
import { PocketbeamError } from '../core/errors.ts';
import type { AosResult, Engine, LuaAnswer, LuaCall, LuaResolved } from '../core/ports/engine.ts';
import type { SnapshotStats } from '../core/ports/snapshots.ts';
import type { Assignment, NextSlot, SlotRecord, Store, Taken } from '../core/ports/store.ts';
import { undoOf } from '../core/state.ts';
import { Turns } from '../core/turns.ts';
import { unknownProcess } from '../core/unknown-process.ts';
import { isMap, text, type MapValue, type Value } from '../core/value.ts';
import { absentDevices } from './absent.ts';
import { tasksToBegin, type Begins } from './cron-tags.ts';
import { failedExecution, type Execute, type Job } from './execution.ts';
import { executeAos, executeDelegated, tryAos } from './genesis-wasm.ts';
import { resolver } from './index.ts';
import { apply, changedKeys } from './outcome.ts';
import { toPush } from './outgoing.ts';
import { portabilityOf } from './portability.ts';
import { RunSoFar } from './run-so-far.ts';
import { SlotContexts } from './slot-context.ts';
import { Snapshots, type SnapshotPlace } from './snapshots.ts';
import { executeLua, executeStack } from './stack.ts';

/** Tells what a committed slot changed. */
export interface SlotCommitted {
  process: string;
  slot: number;
  /** Keys directly below `cache` that changed. */
  keys: string[];
  record: SlotRecord;
  /** It sends something that waits in the store to be pushed on; the number of pushes that led to it. */
  push?: number;
  /** What came of its Cron tags, of slot 0. */
  begins?: Begins;
}

/** A process' public state as this computer last committed it. Valid only while the store stands at the same slot. */
interface Known {
  slot: number;
  state: MapValue;
  definition: Assignment;
  strict: boolean;
}

/** A slot that somebody waits for. */
interface Asked {
  readonly taken: Taken | undefined;
  readonly done: Promise<void>;
  /** It is committed, whatever its turn does still. */
  readonly through: () => void;
}

/** Slots that may run ahead of their commits. */
const MOST_AHEAD = 32;

export class ProcessComputer implements Computer, DryRunner {
  readonly #store: Store;
  readonly #engine: Engine;
  readonly #onCommit: (committed: SlotCommitted) => void;
  readonly #turns = new Turns();
  readonly #known = new Map<string, Known>();
  /** What waits or is on its way, by process and slot: who asks for the same waits with it. */
  readonly #asked = new Map<string, Asked>();
  /** Of each process the commits that are on their way. */
  readonly #committing = new Map<string, Promise<void>>();
  readonly #run = new RunSoFar();
  readonly #contexts: SlotContexts;
  readonly #snapshots: Snapshots | undefined;
  readonly #recall: Job['recall'];

  /** @param snapshots where heaps are kept, so that they need not be replayed from slot 0. Default: nowhere. */
  constructor(
    store: Store,
    engine: Engine,
    onCommit: (committed: SlotCommitted) => void = () => undefined,
    snapshots?: Pick<SnapshotPlace, 'snapshots' | 'clock'>,
  ) {
    this.#store = store;
    this.#engine = engine;
    this.#onCommit = onCommit;
    this.#contexts = new SlotContexts(store, this, async (process) => this.#committing.get(process));
    this.#snapshots = snapshots && new Snapshots({ store, engine, turns: this.#turns, ...snapshots });
    this.#recall = (process, before) => this.#snapshots?.recall(process, before) ?? Promise.resolve(-1);
  }

  /** Undefined where heaps are not kept. */
  get snapshots(): SnapshotStats | undefined {
    return this.#snapshots?.stats;
  }

  /** Keeps no more heaps; computing goes on. */
  stop(): void {
    this.#snapshots?.stop();
  }

  read(call: LuaCall): Promise<LuaAnswer> {
    return this.#engine.read(call);
  }

  /**
   * Slots of one process run one after the other, processes beside each other.
   * @param taken where the slot has just been taken: what need not be read, as the commit is checked against it.
   */
  compute(process: string, slot: number, taken?: Taken): Promise<void> {
    const key = keyOf(process, slot);
    const there = this.#asked.get(key);
    if (there) return there.done;
    let [isThrough, through] = [false, (): void => undefined];
    const early = new Promise<void>((resolve) => {
      through = () => {
        isThrough = true;
        resolve();
      };
    });
    const turn = this.#turns.take(process, async () => {
      if (!isThrough) await this.#upTo(process, slot, taken, through);
    });
    const asked: Asked = { taken, through, done: Promise.race([early, turn]) };
    this.#asked.set(key, asked);
    const over = (): void => {
      if (this.#asked.get(key) === asked) this.#asked.delete(key);
    };
    asked.done.then(over, over);
    return asked.done;
  }

  /** After all that is pending, between two slots. */
  dryRun(process: string, message: Trial): Promise<AosResult> {
    return this.#turns.take(process, async () => {
      const [engine, store] = [this.#engine, this.#store];
      const head = await store.head(process);
      if (head) await this.#upTo(process, head.slot);
      const definition = await store.assignment(process, 0);
      if (!head || !definition) throw unknownProcess(process);
      if (!(await this.#run.isStill(process, store))) await this.#drop(process);
      return tryAos(
        { engine, store, process, definition, assignment: { slot: head.slot + 1 }, recall: this.#recall },
        message,
      );
    });
  }

  /** Forgets a process that was removed. */
  forget(process: string): Promise<void> {
    for (const key of this.#asked.keys()) if (key.startsWith(keyOf(process, ''))) this.#asked.delete(key);
    return this.#turns.take(process, async () => {
      await this.#drop(process);
      await this.#snapshots?.forget(process);
    });
  }

  /** Forgets what is in memory of a process. */
  async #drop(process: string): Promise<void> {
    this.#known.delete(process);
    this.#run.forget(process);
    await this.#engine.drop(process);
  }

  /** @param through called when the slot is committed, which may be before what is done beside it. */
  async #upTo(process: string, slot: number, taken?: Taken, through?: () => void): Promise<void> {
    let crashed: number | undefined;
    for (let given = taken && this.#after(process, taken); ; given = undefined) {
      const next = given ?? (await this.#store.next(process));
      if (!next) return;
      const { head } = next;
      if (head.computed >= Math.min(slot, head.slot)) {
        if (head.strict && slot > (head.shown ?? -1)) await this.#store.show(process, slot);
        return;
      }
      try {
        const commit = await this.#runOne(process, next, slot);
        const isLast = !head.strict && head.computed + 1 === slot;
        const committed = commit().then(isLast ? through : undefined);
        // Both are over before anything else is done, whatever becomes of the commit.
        if (isLast) await Promise.allSettled([committed, this.#runAhead(process, slot + 1)]);
        await committed;
        if (isLast) return;
      } catch (error) {
        this.#known.delete(process);
        const code = error instanceof PocketbeamError ? error.code : undefined;
        // Removed meanwhile: there is nothing left to compute.
        if (code === 'unknown-process') return;
        // Nothing says that it was this slot that the engine crashed of: the next engine tries it once.
        if (code === 'worker-failed' && crashed !== head.computed) {
          crashed = head.computed;
          continue;
        }
        // Another context was faster: go on from where it left the process.
        if (code !== 'fenced') throw error;
      }
    }
  }

  /** Runs slots that have been taken and asked for, from `slot` on, each while those before it are being committed. */
  async #runAhead(process: string, slot: number): Promise<void> {
    const commits: Promise<boolean>[] = [];
    while (commits.length < MOST_AHEAD) {
      const at = slot + commits.length;
      const { taken, through } = this.#asked.get(keyOf(process, at)) ?? {};
      const next = taken && this.#after(process, taken);
      const commit = next && (await this.#runOne(process, next, at).catch(() => undefined));
      if (!commit) break;
      const committed = commit().then(through);
      commits.push(
        committed.then(
          () => true,
          () => false,
        ),
      );
    }
    // What went wrong is tried again in its own turn, from where the store stands.
    if ((await Promise.all(commits)).includes(false)) this.#known.delete(process);
  }

  /** What the store says of where a process stands, if all before the slot was run here; its commit finds out if not. */
  #after(process: string, { assignment, before }: Taken): NextSlot | undefined {
    const { slot } = assignment;
    const known = this.#known.get(process);
    if (known?.slot !== slot - 1 || known.strict || !this.#run.endsWith(process, known.slot, before)) return undefined;
    return { head: { slot, computed: known.slot }, before, assignment };
  }

  /**
   * @param asked the slot that is wanted in the end.
   * @returns commits it.
   */
  async #runOne(process: string, { head, before, assignment }: NextSlot, asked: number): Promise<() => Promise<void>> {
    const [slot, strict] = [head.computed + 1, head.strict === true];
    if (!assignment) throw new PocketbeamError('missing-slot', `Slot ${slot} of ${process} is missing in the store.`);
    const last = { slot: head.computed, ...(before === undefined ? {} : { chain: before }) };
    if (!(await this.#run.isStill(process, this.#store, last))) await this.#drop(process);
    this.#run.note(process, assignment);
    const known = await this.#stateBefore(process, strict, assignment);
    const { state, definition } = known;
    const diagnostics = new Set<string>();
    const begun = this.#snapshots?.now();
    const [engine, store, recall] = [this.#engine, this.#store, this.#recall];
    const resolved: LuaResolved[] = [];
    const context = this.#contexts.of(process, strict);
    const job = {
      engine,
      store,
      process,
      definition,
      assignment,
      state,
      strict,
      diagnostics,
      context,
      resolved,
      recall,
    };
    const execution = await executionDevice(strict && slot > 0 ? state : definition.message)(job);
    if (execution.failed) {
      if (strict) throw stuck(process, slot, execution.record.error?.message ?? '');
      diagnostics.add('failed-slot');
    }
    const { merge, record } = apply(known.state, slot === 0 ? assignment.message : undefined, execution);
    if (merge.collides) diagnostics.add('case-collision');
    if (merge.drops) diagnostics.add('reserved-key');
    const { codes, breaks } = portabilityOf(merge.changes, isDevice);
    for (const code of codes) diagnostics.add(code);
    if (strict && breaks !== undefined) throw stuck(process, slot, breaks);
    if (strict && !EXECUTION_DEVICES.has(known.state.get('execution-device')))
      throw stuck(process, slot, 'its execution-device is none');
    if (diagnostics.size) record.diagnostics = [...diagnostics].sort();
    const literal = [...merge.literal, ...(execution.literal ?? [])];
    if (literal.length) record.literal = literal;
    if (resolved.length) record.resolved = resolved;
    const { changes } = merge;
    const shown = strict && slot === asked ? ({ shown: true } as const) : {};
    const sent = toPush(assignment.push, record);
    const { chain } = assignment;
    const run = chain === undefined ? {} : { chain };
    const begins = slot === 0 ? await tasksToBegin(process, assignment.message, this.#store) : {};
    const cron = begins.cron ? { cron: begins.cron } : {};
    const commit = { slot, ...run, changes, undo: undoOf(merge), record, ...shown, ...sent, ...cron };
    known.slot = slot;
    this.#known.set(process, known);
    const keys = changedKeys(changes);
    return async () => {
      const committing = this.#store.commit(process, commit);
      const over = committing.then(
        () => undefined,
        () => undefined,
      );
      this.#committing.set(process, over);
      const waits = await committing;
      if (this.#committing.get(process) === over) this.#committing.delete(process);
      if (begun !== undefined) this.#snapshots?.computed(process, assignment, begun);
      const push = waits && sent.push !== undefined ? { push: sent.push } : {};
      this.#onCommit({ process, slot, keys, record, ...push, begins });
    };
  }

  async #stateBefore(process: string, strict: boolean, assignment: Assignment): Promise<Known> {
    const { slot } = assignment;
    const known = this.#known.get(process);
    if (known?.slot === slot - 1) return known;
    if (slot === 0) return { slot: -1, state: new Map(), definition: assignment, strict };
    const [read, definition] = await Promise.all([
      this.#store.read(process, [], slot - 1),
      this.#store.assignment(process, 0),
    ]);
    if (!definition) throw new PocketbeamError('missing-slot', `Slot 0 of ${process} is missing in the store.`);
    const state: MapValue = isMap(read?.value) ? read.value : new Map<string, Value>();
    // These do not belong to the state: the store adds them to every read.
    for (const key of ['results', 'at-slot', 'process']) state.delete(key);
    return { slot: slot - 1, state, definition, strict };
  }
}

const keyOf = (process: string, slot: number | ''): string => `${process} ${slot}`;

const EXECUTION_DEVICES = new Map<Value | undefined, Execute>([
  ['genesis-wasm@1.0', executeAos],
  ['delegated-compute@1.0', executeDelegated],
  ['stack@1.0', executeStack],
  ['lua@5.3a', executeLua],
]);

/** In strict: the slot is not kept, and every later request tries it again. */
function stuck(process: string, slot: number, why: string): PocketbeamError {
  return new PocketbeamError('slot-failed', `Slot ${slot} of ${process} cannot be computed: ${text(why)}`, {
    cause: 'A real node does not get past such a slot, and this process runs in strict mode.',
    next: 'Read …/compute/… for the last slot that went well, or spawn the process without strict.',
    status: 500,
    details: { process, slot },
  });
}

// Of devices that are not here, the resolver throws.
const isDevice = (name: string): boolean => absentDevices.has(name) || resolver.device(name) !== undefined;

/** A process whose device is not there records that in every slot, so that readers are told and nothing blocks. */
function executionDevice(definition: MapValue): Execute {
  const name = definition.get('execution-device');
  const shown = typeof name === 'string' ? name : 'none';
  const message = `The execution device ${shown} does not run here yet.`;
  return EXECUTION_DEVICES.get(name) ?? (() => Promise.resolve(failedExecution({ code: 'not-implemented', message })));
}

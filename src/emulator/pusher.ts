/**
 * Pushes on what processes send: a message to a process of this store takes the next slot of that, and what comes of it
 * goes on in the same way, first in, first out. What is for somebody else is noted as delivered outside.
 *
 * A slot that sends waits in the store from its commit until all of it has slots, so a crash loses nothing; anchors keep
 * what was sent already from being sent twice.
 */
import type { Computer, Pushes } from '../core/device.ts';
import { PocketbeamError, toPocketbeamError } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import { MAX_HOPS, MAX_PUSHED } from '../core/limits.ts';
import type { LuaAnswer, LuaCall } from '../core/ports/engine.ts';
import type { Delivery, PendingPush, Store } from '../core/ports/store.ts';
import { text } from '../core/value.ts';
import { outgoingOf, type Outgoing } from '../devices/outgoing.ts';
import {
  authorityOf,
  draftAssigned,
  draftPushed,
  draftSpawned,
  draftSpawnedNotice,
  type Origin,
} from './pushed-drafts.ts';

export interface PusherOptions {
  store: Store;
  /** Computes slots, and calls {@link Pusher.add} for those that send. */
  computer: Computer;
  /** Told of what nobody waits for: a slot that could not be computed or pushed on. */
  onError: (error: unknown) => void;
}

/** How long a push waits for all that follows; the work itself goes on. */
const PUSH_MS = 30_000;

/** All that follows from one message. */
interface Cascade {
  open: number;
  pushed: number;
  readonly finished: Promise<void>;
  readonly finish: () => void;
}

interface Item extends PendingPush {
  readonly cascade: Cascade;
  readonly delivered: Promise<void>;
  readonly done: () => void;
}

const keyOf = (process: string, slot: number): string => `${process} ${slot}`;

/** A computer whose slots are computed when what they send has its slots too. */
export class Pusher implements Computer, Pushes {
  readonly #options: PusherOptions;
  readonly #queue: Item[] = [];
  /** What stands in the queue or is on its way. */
  readonly #items = new Map<string, Item>();
  /** Of slots that are computed for a cascade. */
  readonly #expected = new Map<string, Cascade>();
  #running = false;
  #turn: Promise<void> | undefined;

  constructor(options: PusherOptions) {
    this.#options = options;
  }

  /** Goes on with what waits in the store. */
  async start(): Promise<void> {
    this.#running = true;
    for (const pending of await this.#options.store.pendingPushes()) this.add(pending);
    this.#wake();
  }

  /** Begins nothing more; resolves when what is under way is through. */
  async stop(): Promise<void> {
    this.#running = false;
    await this.#turn;
    for (const item of this.#queue.splice(0)) this.#close(item);
  }

  /** A slot was committed that sends something. */
  add(pending: PendingPush): void {
    this.#enqueue(pending);
    this.#wake();
  }

  async compute(process: string, slot: number): Promise<void> {
    await this.#options.computer.compute(process, slot);
    if (this.#running) await this.#items.get(keyOf(process, slot))?.delivered;
  }

  read(call: LuaCall): Promise<LuaAnswer> {
    return this.#options.computer.read(call);
  }

  async push(process: string, slot: number): Promise<void> {
    const { store, computer } = this.#options;
    await computer.compute(process, slot);
    const pending = { process, slot, hops: 0 };
    if (!this.#items.has(keyOf(process, slot)) && !(await store.askForPush(pending))) return;
    const { cascade } = this.#enqueue(pending);
    this.#wake();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, PUSH_MS)));
    await Promise.race([cascade.finished, late]);
    clearTimeout(timer);
  }

  #enqueue(pending: PendingPush): Item {
    const key = keyOf(pending.process, pending.slot);
    const known = this.#items.get(key);
    if (known) return known;
    const cascade = this.#expected.get(key) ?? newCascade();
    cascade.open++;
    const { promise: delivered, resolve: done } = deferred();
    const item: Item = { ...pending, cascade, delivered, done };
    this.#items.set(key, item);
    this.#queue.push(item);
    return item;
  }

  #close(item: Item): void {
    this.#items.delete(keyOf(item.process, item.slot));
    item.done();
    this.#leave(item.cascade);
  }

  #leave(cascade: Cascade): void {
    if (--cascade.open === 0) cascade.finish();
  }

  #wake(): void {
    if (!this.#running || this.#turn) return;
    this.#turn = this.#drain().finally(() => {
      this.#turn = undefined;
      // What came after the last look at the queue found a turn that was over.
      if (this.#queue.length) this.#wake();
    });
  }

  async #drain(): Promise<void> {
    for (let item = this.#queue.shift(); item; item = this.#queue.shift()) {
      const { cascade } = item;
      // While the slots that it led to are computed, the cascade goes on.
      cascade.open++;
      let deliveries: Delivery[] = [];
      try {
        deliveries = await this.#deliver(item);
      } catch (error) {
        this.#options.onError(error);
      }
      this.#close(item);
      for (const { target, slot } of deliveries) if (slot !== undefined) await this.#compute(target, slot, cascade);
      this.#leave(cascade);
      if (!this.#running) return;
    }
  }

  async #compute(process: string, slot: number, cascade: Cascade): Promise<void> {
    const key = keyOf(process, slot);
    this.#expected.set(key, cascade);
    await this.#options.computer.compute(process, slot).catch(this.#options.onError);
    this.#expected.delete(key);
  }

  async #deliver(item: Item): Promise<Delivery[]> {
    const { store } = this.#options;
    const record = await store.record(item.process, item.slot);
    const deliveries: Delivery[] = [];
    for (const [index, outgoing] of (record ? outgoingOf(record) : []).entries())
      try {
        if (item.hops >= MAX_HOPS || ++item.cascade.pushed > MAX_PUSHED) throw endless(item, outgoing);
        deliveries.push(...(await this.#one(outgoing, { ...item, index })));
      } catch (error) {
        const { code, message } = toPocketbeamError(error);
        deliveries.push({ kind: outgoing.kind, target: addressee(outgoing), error: { code, message } });
        this.#options.onError(error);
      }
    await store.keepDeliveries(item.process, item.slot, deliveries);
    return deliveries;
  }

  async #one(outgoing: Outgoing, origin: Origin): Promise<Delivery[]> {
    const { store } = this.#options;
    const { kind } = outgoing;
    if (kind === 'spawn') return this.#spawn(outgoing, origin);
    const { target } = outgoing;
    const authority = await this.#authority(target);
    if (authority === undefined) return [{ kind, target }];
    if (kind === 'message') {
      const { slot } = await store.append(target, await draftPushed(outgoing, origin, authority));
      return [{ kind, target, slot }];
    }
    const message = await store.message(outgoing.id);
    if (!message) throw unknownMessage(outgoing.id);
    const { slot } = await store.append(target, await draftAssigned(outgoing.id, message, origin));
    return [{ kind, target, slot }];
  }

  /** The new process, and the message that tells of it. */
  async #spawn(outgoing: Extract<Outgoing, { kind: 'spawn' }>, origin: Origin): Promise<Delivery[]> {
    const { store } = this.#options;
    const parent = origin.process;
    const authority = (await this.#authority(parent)) ?? '';
    const draft = await draftSpawned(outgoing, origin, authority);
    const name = outgoing.tags.get('name');
    const head = await store.head(parent);
    await store.create(draft.id, typeof name === 'string' ? text(name) : 'default', draft, {
      strict: head?.strict === true,
    });
    const reference = outgoing.tags.get('reference') ?? '';
    const notice = await draftSpawnedNotice(draft.id, reference, origin, authority);
    const { slot } = await store.append(parent, notice);
    return [
      { kind: 'spawn', target: draft.id, slot: 0 },
      { kind: 'message', target: parent, slot },
    ];
  }

  /** Undefined for what is no process here. */
  async #authority(process: string): Promise<string | undefined> {
    const definition = isId(process) ? await this.#options.store.assignment(process, 0) : undefined;
    return definition && authorityOf(definition.message);
  }
}

const addressee = (outgoing: Outgoing): string => (outgoing.kind === 'spawn' ? '' : outgoing.target);

function newCascade(): Cascade {
  const { promise: finished, resolve: finish } = deferred();
  return { open: 0, pushed: 0, finished, finish };
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

function endless({ process, slot, hops }: Item, outgoing: Outgoing): PocketbeamError {
  const many = hops >= MAX_HOPS ? `${hops} messages in a row lead here` : `${MAX_PUSHED} messages came of one`;
  return new PocketbeamError('endless-push', `What slot ${slot} of ${process} sends is not pushed on: ${many}.`, {
    status: 508,
    cause: `Processes answer each other without end: look at ${process} and ${addressee(outgoing) || 'what it spawns'}.`,
    next: 'Let one of them stop answering; the message can be sent again by hand.',
    details: { process, slot, target: addressee(outgoing) },
  });
}

const unknownMessage = (id: string): PocketbeamError =>
  new PocketbeamError('unknown-message', `There is no message ${id} here that could be assigned.`, {
    status: 404,
    next: 'Assign a message that took a slot of a process here.',
    details: { id },
  });

/**
 * What the emulator keeps, and the promises a store makes (design §3). Adapters: src/store.
 *
 * The schedule is data: any context may append. Computing is fenced: a commit for slot N succeeds only when N−1 is
 * the last computed slot, and everything a slot changes lands in one transaction or not at all.
 */
import type { Message, Value } from '../value.ts';
import type { LuaResolved } from './engine.ts';
import type { RsaJwk } from './wallet.ts';

/** What stands at the head of a process. */
export interface ProcessHead {
  process: string;
  name: string;
  /** Last slot taken. Slot 0 is the process message itself. */
  slot: number;
  /** Last slot computed and committed; -1 before slot 0. */
  computed: number;
  /** When slot 0 was taken, ms since 1970. */
  created: number;
  /** Fixed at the spawn: computed as the node does, defects included (the table in spec/hyperbeam.md). */
  strict?: true;
  /** In strict: the last slot that was asked for, which is all that a node keeps of those it computed on the way. */
  shown?: number;
  /** First slot whose state is kept, where earlier ones were pruned. */
  kept?: number;
  /** Random, and another when slot 0 is computed again: only within one do slot numbers tell states apart. */
  era?: number;
  /** First slot whose changes are indexed. None: the store has not computed a slot yet, or not since it has an index. */
  indexed?: number;
  /** Codes of that table for which a real node would have computed another state, of all slots so far. */
  diagnostics?: string[];
}

/** Facts that a trusted caller (the page's own client) may claim; an HTTP request never sets them (design §6). */
export interface Claims {
  from?: string;
  owner?: string;
  module?: string;
  cron?: boolean;
  /** The process that sent it, whose outbox was pushed on. */
  process?: string;
}

/** A message in its slot. */
export interface Assignment {
  slot: number;
  /** Id of the message; of the process for slot 0. */
  id: string;
  message: Message;
  /** ms since 1970. */
  timestamp: number;
  /** Block height. */
  height: number;
  /** Made by the client: appending the same anchor again returns its slot. */
  anchor: string;
  claims: Claims;
  /** What the slot sends is pushed on: how many pushes led here. Undefined for a message that is only scheduled. */
  push?: number;
  /** Over the messages of all slots so far; 43 base64url characters. The store sets it. */
  chain?: string;
  /** What this node has signed the slot with. No part of what is stored, see {@link Store.commitments}. */
  commitments?: Message;
}

/** A message that is to take a slot. Default: at the time that the clock of the store shows when it does. */
export type Draft = Omit<Assignment, 'slot' | 'timestamp' | 'height'> &
  Partial<Pick<Assignment, 'timestamp' | 'height'>>;

/** What computing a slot gave, beside the state it changed. */
export interface SlotRecord {
  /** The `results` map of the process state at this slot, in the form of json-iface (spec/wire.md §6). */
  results: Message;
  output: SlotOutput;
  messages: Message[];
  spawns: Message[];
  assignments: Message[];
  error?: SlotError;
  /** What running the message took of its gas; only aos tells. */
  gas?: number;
  /** Codes of what a real node would have computed differently (the table in spec/hyperbeam.md). */
  diagnostics?: string[];
  /** No program ran: a stack skipped the message. A replay does not run it either. */
  idle?: true;
  /** Keys with a slash, as whoever makes the slot be computed still sees them. */
  literal?: LiteralKey[];
  /** What `ao.resolve` gave the program, in order: a replay must be told the same. */
  resolved?: LuaResolved[];
}

/** A key like `a/b` of a patch. It is kept as nested a → b. */
export interface LiteralKey {
  /** The last element is the key as it was spelled. */
  path: string[];
  value: Value;
  /** What came into being to hold it; undefined when something else stood there and stayed. */
  made?: string[];
}

export interface SlotOutput {
  /** Print log and result text, a byte string. */
  data: string;
  prompt: string;
  print?: boolean;
}

/** Why a slot failed. The slot is recorded all the same; later slots run. */
export interface SlotError {
  code: string;
  /** Byte string. */
  message: string;
  /** Line in the user's source, where known. */
  line?: number;
  /** Name of the handler that raised. */
  handler?: string;
  /** The `Error` text of aos: what was printed, a traceback and the message, with terminal colours. Byte string. */
  report?: string;
}

/** Sets what stands at `path` to `value` (`undefined`: removes it). Paths lead into the process' public state. */
export interface Change {
  path: string[];
  value: Value | undefined;
  /** Something stands at or below `path` already and must go. */
  replaces: boolean;
}

/** Everything a computed slot leaves behind, in one transaction. */
export interface Commit {
  slot: number;
  /** The chain up to the message that was run, where it is known: another one must not stand in the slot by now. */
  chain?: string;
  changes: Change[];
  /** For each change the one that leads back from it, the last one first: in this order they lead to slot − 1. */
  undo: Change[];
  record: SlotRecord;
  /** The slot becomes {@link ProcessHead.shown}. */
  shown?: true;
  /** The slot sends something that is to be pushed on: {@link Assignment.push}. */
  push?: number;
  /** Whom it sends messages to, where it sends nothing else: if none of them is here, nothing waits to be pushed on. */
  targets?: readonly string[];
  /** Tasks that begin with slot 0; when it is computed once more, they do not begin again. */
  cron?: CronTask[];
}

/** Where something went that a slot sent. */
export interface Delivery {
  kind: 'message' | 'spawn' | 'assignment';
  /** Whom it is for; of a spawn the new process. */
  target: string;
  /** The slot it took. Undefined: the target is no process of this store, or see `error`. */
  slot?: number;
  /** Why it was not delivered. */
  error?: { code: string; message: string };
}

/** A slot whose outbox waits to be pushed on. */
export interface PendingPush {
  process: string;
  slot: number;
  /** How many pushes led to it. */
  hops: number;
}

/** A message that has just taken its slot. */
export interface Taken {
  assignment: Assignment;
  /** The chain up to the slot before. */
  before: string;
}

/** Where a process stands, as read in one transaction. */
export interface NextSlot {
  head: Pick<ProcessHead, 'slot' | 'computed' | 'strict' | 'shown'>;
  /** The chain up to the last computed slot. */
  before?: string | undefined;
  /** The message of the slot after that. Undefined: nothing is pending. */
  assignment?: Assignment | undefined;
}

/** State as read in one transaction: `value` is that of `slot`. */
export interface StateRead {
  head: ProcessHead;
  /** Undefined: nothing there, or the slot asked for is not computed yet (compare `head.computed`). */
  value: Value | undefined;
  /** Those of the slot, where they were asked for. */
  literal?: readonly LiteralKey[] | undefined;
}

/** A task of the clock: of `cron@1.0`, or of the Cron tags of a process (src/docs/cron.md). */
export interface CronTask {
  id: string;
  /** The process that it belongs to, and is removed and archived with. */
  process?: string;
  /** The HyperPATH to GET, percent-encoded. Undefined for a task of Cron tags. */
  path?: string;
  /** Tags of the message that takes the next slot of the process; of a task without `path`. */
  tags?: Record<string, string>;
  /** When next, ms since 1970 by the clock of the store. */
  due: number;
  /** ms from one time to the next; undefined for a task that runs once. */
  every?: number;
  /** How often it has run. Default 0. */
  ran?: number;
  /** Times that passed while nobody was there to run it. Default 0. */
  missed?: number;
}

/** How the clock of a store stands to that of the machine (src/core/virtual-time.ts). */
export interface ClockRecord {
  /** ms that it is ahead. */
  offset: number;
  /** The time at which it stands still, ms since 1970. */
  stands?: number;
  /** It is on its way to this time, and stands at each task on the way until that is through. */
  until?: number;
  /** It was told to stand still. */
  paused?: true;
  /** Tasks that it has run on its way, ever. Default 0. */
  ticks?: number;
}

export interface Store {
  /** All processes, oldest first. */
  heads(): Promise<ProcessHead[]>;
  head(process: string): Promise<ProcessHead | undefined>;
  /**
   * Takes slot 0 for a new process, in one transaction.
   * @throws PocketbeamError `process-exists` unless the anchor is that of the existing process (a retry).
   */
  create(process: string, name: string, draft: Draft, options?: { strict?: boolean }): Promise<ProcessHead>;
  /**
   * Takes the next slot, in one transaction. A known anchor gives its slot and `known: true`, and no `taken`.
   * @throws PocketbeamError `unknown-process`.
   */
  append(process: string, draft: Draft): Promise<{ slot: number; id: string; known: boolean; taken?: Taken }>;
  /**
   * Takes the next slot of a process that is not here, from 0, in one transaction. Nobody computes it; the message is
   * kept under its id, and of the slots the last one. A process that is spawned here later begins at slot 0 all the same.
   */
  appendElsewhere(process: string, draft: Draft): Promise<Assignment>;
  /** The message in a slot. */
  assignment(process: string, slot: number): Promise<Assignment | undefined>;
  /** The messages in the slots `from` to `to`, in order, in one transaction. Slots that there are not are left out. */
  assignments(process: string, from: number, to: number): Promise<Assignment[]>;
  /** Where computing goes on. Undefined: no such process. @throws PocketbeamError `corrupt-record` */
  next(process: string): Promise<NextSlot | undefined>;
  /** What computing a slot gave; undefined before. @throws PocketbeamError `corrupt-record` */
  record(process: string, slot: number): Promise<SlotRecord | undefined>;
  /**
   * Reads below `path` of the public state, at `slot` (default: last computed), in one readonly transaction.
   * Undefined: no such process.
   * @param literal whether those of the slot are wanted too. Default false.
   * @throws PocketbeamError `slot-pruned`, `corrupt-record`.
   */
  read(process: string, path: readonly string[], slot?: number, literal?: boolean): Promise<StateRead | undefined>;
  /**
   * Keeps a computed slot, whole or not at all. Those that are called without waiting for the ones before may share a
   * transaction with these: then all of them are kept, or none.
   * @throws PocketbeamError `fenced` when `slot − 1` is not the last computed slot, or the message in it is not that of
   * the commit any more. Nothing is written then.
   * @returns whether what the slot sends waits to be pushed on.
   */
  commit(process: string, commit: Commit): Promise<boolean>;
  /** Slots that wait to be pushed on, the order within a process as the slots'. */
  pendingPushes(): Promise<PendingPush[]>;
  /** Has a computed slot pushed on, unless it was already. @returns whether it waits now. */
  askForPush(push: PendingPush): Promise<boolean>;
  /** Where all that a slot sends went: it waits no more. */
  keepDeliveries(process: string, slot: number, deliveries: Delivery[]): Promise<void>;
  /** Undefined when the slot was not pushed on. */
  deliveries(process: string, slot: number): Promise<Delivery[] | undefined>;
  /** Those due first come first. */
  cronTasks(): Promise<CronTask[]>;
  keepCronTask(task: CronTask): Promise<void>;
  /**
   * Puts `after` in the place of a task, or nothing.
   * @param ticks how many runs that is, for {@link ClockRecord.ticks}.
   * @returns false when the task has changed or gone meanwhile; then nothing is written.
   */
  moveCronTask(before: CronTask, after: CronTask | undefined, ticks: number): Promise<boolean>;
  /** @returns false when there is no such task. */
  dropCronTask(id: string): Promise<boolean>;
  /** The time by the clock of this store, ms since 1970: of everything that is scheduled without a time of its own. */
  now(): Promise<number>;
  clock(): Promise<ClockRecord>;
  /**
   * Changes the clock, in one transaction.
   * @param change is given the clock as it stands, and the time of the machine.
   * @returns the clock as it stands then.
   */
  changeClock(change: (record: ClockRecord, machine: number) => ClockRecord): Promise<ClockRecord>;
  /** Makes a computed slot {@link ProcessHead.shown}, unless a later one is. */
  show(process: string, slot: number): Promise<void>;
  remove(process: string): Promise<void>;
  /**
   * Drops the states at the slots before `before`, and what those slots gave; the schedule stays, with its anchors. Nothing
   * is ever dropped without this.
   * @throws PocketbeamError `unknown-process`, `bad-slot` beyond the last computed slot, `corrupt-record`.
   */
  prune(process: string, before: number): Promise<void>;
  /**
   * Drops all that was computed, for it to be computed again from the schedule.
   * @throws PocketbeamError `unknown-process`, `corrupt-record` when the schedule is not whole.
   */
  rebuild(process: string): Promise<void>;
  /** The slot of a process that the message of this id took; the first of several. Undefined: none. */
  slotOf(process: string, id: string): Promise<number | undefined>;
  /** A message that was stored under its id. */
  message(id: string): Promise<Message | undefined>;
  /** Stores a message under an id; its keys are kept as those of a process' state are. */
  putMessage(id: string, message: Message): Promise<void>;
  /** What this node has signed a slot with. */
  commitments(process: string, slot: number): Promise<Message | undefined>;
  /** Keeps that, unless there is something already. @returns what is kept. */
  keepCommitments(process: string, slot: number, commitments: Message): Promise<Message>;
  /** The key of this node, if it has one. Under a key of its own, that no path leads to. */
  wallet(): Promise<RsaJwk | undefined>;
  /** Keeps a key, unless there is one already. @returns the one that is kept. */
  keepWallet(wallet: RsaJwk): Promise<RsaJwk>;
  /** Removes everything, the wallet too. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

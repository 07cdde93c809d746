/**
 * The local API: what a page, a test or the command line may ask of a Pocketbeam. Verbs as AO developers know them.
 * All values are plain data, so that they cross between page and worker unchanged.
 */
import type { Plain } from '../core/plain.ts';
import type { ImportOptions } from '../core/ports/archives.ts';
import type { DataEntry } from '../core/ports/data.ts';
import type { CronTask, Delivery } from '../core/ports/store.ts';

/** Tags by name, or in the order given. */
export type Tags = Readonly<Record<string, string>> | readonly { readonly name: string; readonly value: string }[];

/**
 * What a trusted local caller may claim about a message (design §6). Everything has a default; an HTTP request can set
 * none of these.
 */
export interface Overrides {
  /** Id of the message; for a spawn of the process (43 characters). Default: computed from the message. */
  id?: string;
  /** Who signed. Default: `from`. */
  owner?: string;
  /** Who sent. Default: the local wallet, for Eval the owner of the process. */
  from?: string;
  /** Milliseconds since 1970. Default: now. */
  timestamp?: number;
  /** Block height. Default: derived from the timestamp, a block every two minutes. */
  height?: number;
  /** Sending the same anchor to a process again returns the slot it took. Default: 32 random bytes. */
  anchor?: string;
  /** Module id. Default: the built-in aos runtime's. */
  module?: string;
  /** Marks a message of the clock. Default false. */
  cron?: boolean;
  /** Messages that it makes the process send to other processes of this store take slots of those. Default true. */
  push?: boolean;
}

/** Lua text with a name for error messages. */
export interface LuaSource {
  source: string;
  /** Default `module`. */
  name?: string;
}

/** A process has a `source`, or a `module` of its own. */
export interface SpawnOptions extends Omit<Overrides, 'module'> {
  /**
   * Lua source: evaluated in slot 0, so a top-level `Send` patches at once. Beside a `module` of one's own it is what that
   * finds as `data` of the process message.
   */
  source?: string;
  /**
   * Further Lua files that the source may `require`, text by path: `lib/utils.lua` is `require('lib.utils')`. Each runs
   * once, when it is first required. The built-in modules keep their names: `require('.utils')` is that of aos and
   * `require('utils')` the file.
   */
  files?: Readonly<Record<string, string>>;
  /**
   * A text: the id that messages claim as their module or, without a `source`, that of a Lua module in {@link LocalApi.data}.
   * Lua text of one's own: the process is run by `lua@5.3a` without
   * aos, calling the global `compute(base, req, opts)` of these modules for every slot, and takes patches from
   * `/results/outbox`; a list is run in its order into one set of globals. Default: the built-in aos runtime.
   */
  module?: string | LuaSource | readonly LuaSource[];
  /**
   * Computes as a real node does where that has a plain defect: a failing slot stops the process, and more (the table in
   * src/devices/differences.md). Kept with the process. Default: as the instance, else false.
   */
  strict?: boolean;
  /** Default `default`, as aos names a process. */
  name?: string;
  tags?: Tags;
  /** Address whose pushed messages the process trusts. */
  authority?: string;
}

export interface MessageOptions extends Overrides {
  /** The process to send to. */
  process: string;
  tags?: Tags;
  /** Text, or bytes. Default empty. */
  data?: string | Uint8Array;
}

export interface Sent {
  slot: number;
  /** Id of the message. */
  id: string;
}

/** What a slot gave, as `result` of aoconnect names it. */
export interface SlotResult {
  slot: number;
  output: { data: string; prompt: string; print?: boolean };
  messages: Plain[];
  spawns: Plain[];
  assignments: Plain[];
  error?: { code: string; message: string; line?: number; handler?: string };
  /** What the message took of its gas, the same on every run; absent where no aos ran it. */
  gas?: number;
  /** Codes of what a real node would have computed differently: src/devices/differences.md. */
  diagnostics?: string[];
  /** Where what the slot sent went; absent when it sent nothing, or is not pushed on. */
  deliveries?: Delivery[];
}

export interface ProcessSummary {
  process: string;
  name: string;
  /** Last slot taken. */
  slot: number;
  /** Last slot computed. */
  computed: number;
  /** Milliseconds since 1970. */
  created: number;
}

export interface DataOptions {
  /** 43 characters, such as the id that a transaction has on Arweave. Default: computed from what is put. */
  id?: string;
  /**
   * What it is: `application/lua` for a module. `application/ans104`: the content is a signed data item, which brings its
   * own id and tags. Default: nothing is said.
   */
  contentType?: string;
  tags?: Tags;
}

/** A transaction that is kept here. */
export interface Datum extends DataEntry {
  data: Uint8Array<ArrayBuffer>;
  /** By lower-case name, the content type among them. */
  tags: { readonly name: string; readonly value: string }[];
}

/**
 * Transactions as Arweave has them, kept here for whoever names one: `On-Boot` of a process, `module` of `lua@5.3a` and
 * dynamic reads, the path `/<id>`. Archives of processes do not carry them, apart from modules; `reset()` forgets them.
 */
export interface DataApi {
  /**
   * Keeps text (UTF-8) or bytes, in place of what was put under the id before.
   * @returns the id.
   * @throws PocketbeamError `bad-data`, `bad-process-id`, `bad-tag`; `bad-data-item` and `invalid-message` for what is no
   * data item or whose signature does not hold; `id-taken`.
   */
  put(content: string | Uint8Array, options?: DataOptions): Promise<string>;
  /** Undefined when there is none, which no gateway is asked for. */
  get(id: string): Promise<Datum | undefined>;
  /** Oldest first. */
  list(): Promise<DataEntry[]>;
  /** Nothing happens when there is none. A process that has booted from it goes on. */
  remove(id: string): Promise<void>;
}

/**
 * The clock of a Pocketbeam: what messages have as their time unless they are given one, and what tasks run by
 * (src/docs/cron.md). It is one for all tabs, is kept, and goes like that of the machine until it is told otherwise.
 */
export interface ClockApi {
  /** Milliseconds since 1970. */
  now(): Promise<number>;
  /**
   * Goes forward, and runs all that is due on the way in the order of its times, with the clock standing at each until
   * what comes of it is computed. Should the tab that does so end, the next one goes on.
   * @param by milliseconds, or text with a unit: `1h`, `90s`, `5-minutes`.
   * @returns when it has arrived: how many times tasks have run.
   * @throws PocketbeamError `bad-duration`, `too-many-ticks`
   */
  advance(by: number | string): Promise<number>;
  /** Stands still: no task runs, and messages all have this time. */
  pause(): Promise<void>;
  /** Goes on from where it stands. */
  resume(): Promise<void>;
  /**
   * Shows another time. Forward, tasks that were due on the way are late, as after a time without a page; back, they wait
   * until their time comes.
   * @param time a Date, milliseconds since 1970, or text that Date.parse reads.
   * @throws PocketbeamError `bad-date`
   */
  set(time: Date | number | string): Promise<void>;
  /** What runs by the clock; what is due first comes first. */
  tasks(): Promise<CronTask[]>;
}

/** A computed slot: `keys` are those directly below `cache` that changed. */
export interface Change {
  process: string;
  slot: number;
  keys: string[];
  /** Codes of what a real node would have computed differently. */
  diagnostics?: string[];
}

/** The calls that reach a Pocketbeam, wherever it runs. Errors are PocketbeamErrors with a stable `code`. */
export interface LocalApi {
  /** Creates a process and computes slot 0. A source that does not compile is in that slot's `error`. */
  spawn(options: SpawnOptions): Promise<string>;
  /** Puts a message into the schedule; it is computed in the background, or when somebody asks. */
  message(options: MessageOptions): Promise<Sent>;
  /** What a slot gave; computes up to it first. */
  result(options: { process: string; slot: number }): Promise<SlotResult>;
  /** Runs Lua in a process, as its owner. With the anchor of an earlier one, gives the result of that. */
  eval(options: { process: string; code: string; anchor?: string }): Promise<SlotResult>;
  /** The value at a HyperPATH, as plain data; undefined where there is none. */
  read(path: string): Promise<Plain | undefined>;
  list(): Promise<ProcessSummary[]>;
  /** Transactions that processes and reads may name. */
  readonly data: DataApi;
  readonly clock: ClockApi;
  /** Removes a process with its schedule, its state and its tasks of the clock. */
  remove(process: string): Promise<void>;
  /**
   * Drops the states at the slots before `before`, and what those slots gave, to free their space. The messages stay, so
   * that sending one again is as safe as it was and a lost heap is built again. Nothing is dropped unless it is asked for.
   * @throws PocketbeamError `needs-history` for a process of a Lua module of its own, whose past states a lost heap is
   * built again from; `bad-slot`, `unknown-process`. Reads of what was dropped are `slot-pruned`, HTTP 410.
   */
  prune(process: string, options: { before: number }): Promise<void>;
  /**
   * Drops all that was computed of a process, damaged records with it, and computes it again from its messages. What was
   * sent to others is not sent again; `ao.resolve` asks anew.
   * @throws PocketbeamError `corrupt-record` when a message itself is damaged; `unknown-process`.
   */
  rebuild(process: string): Promise<void>;
  /** Removes every process, and all {@link data}. */
  reset(): Promise<void>;
  /**
   * One process, or all, as one compressed file: schedule, results and the state at every slot, and the modules it names.
   * Its tasks of the clock are in it too. Never in it: the node's private key, the clock itself, heaps of Lua (they are
   * built again from the schedule).
   */
  export(process?: string): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Brings in all that {@link export} made, or nothing. An archive is as trustworthy as who made it: it says who sent what.
   * @returns the ids of the processes.
   * @throws PocketbeamError `process-exists` unless `replace`; `bad-archive`, `archive-newer`, `archive-too-large`,
   * `archive-unverified`
   */
  import(archive: Uint8Array<ArrayBuffer>, options?: ImportOptions): Promise<string[]>;
}

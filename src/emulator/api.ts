/**
 * The local API: what a page, a test or the command line may ask of a Pocketbeam. Verbs as AO developers know them.
 * All values are plain data, so that they cross between page and worker unchanged.
 */
import type { Plain } from '../core/plain.ts';
import type { ImportOptions } from '../core/ports/archives.ts';
import type { Delivery } from '../core/ports/store.ts';

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
   * A text: the id that messages claim as their module. Lua text of one's own: the process is run by `lua@5.3a` without
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
  /** Removes a process with its schedule and state. */
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
  /** Removes every process. */
  reset(): Promise<void>;
  /**
   * One process, or all, as one compressed file: schedule, results and the state at every slot, and the modules it names.
   * Never in it: the node's private key, tasks of the clock, heaps of Lua (they are built again from the schedule).
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

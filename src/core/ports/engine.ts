/**
 * The engine port: what an AO process gives to a runtime and gets back. The shapes are those of aos (spec/aos.md §1),
 * in AO-Core values: every string is a byte string (core/value.ts).
 */
import type { Message, Value } from '../value.ts';

/** One tag as aos takes and gives it. Tags keep their order; a name may occur more than once. */
export interface AosTag {
  readonly name: string;
  readonly value: Value;
}

/**
 * One message, as `process.handle` of aos 2 takes it. For slot 0 it is the process message itself: `Id` and `Target`
 * are the process id, `From` = `Owner` = the owner, `Data` the source, tags with `Type=Process` and `On-Boot=Data`.
 * A message sent by a process has `From` = that process and `Owner` = an authority; an unsigned one has both empty.
 */
export interface AosMessage {
  readonly Id: string;
  readonly Owner: string;
  readonly From: string;
  /** The process id; anything else makes the message an assignment, which needs an assignable of the process. */
  readonly Target: string;
  readonly Data: Value;
  readonly Tags: readonly AosTag[];
  /** Milliseconds since 1970; `os.time()` gives exactly this value. */
  readonly Timestamp: Value;
  readonly 'Block-Height': Value;
  /** The slot. */
  readonly Nonce: Value;
  readonly Anchor?: string | undefined;
  /** Module id; default: the `Id` of `AosEnv.Module`, else the empty string. Part of the seed of `math.random`. */
  readonly Module?: string | undefined;
  readonly Cron?: boolean | undefined;
  readonly Epoch?: Value | undefined;
  readonly 'Hash-Chain'?: string | undefined;
  readonly Signature?: string | undefined;
  readonly 'Forwarded-By'?: string | undefined;
  readonly 'Read-Only'?: boolean | undefined;
}

/** The environment of a message: the process it runs in, and that process's module. */
export interface AosEnv {
  readonly Process: { readonly Id: string; readonly Owner: string; readonly Tags: readonly AosTag[] };
  readonly Module?: { readonly Id: string; readonly Tags: readonly AosTag[] } | undefined;
  /** Lua texts that the program may `require`, by module name. Given with slot 0; the heap keeps them. */
  readonly Files?: Message | undefined;
  /** Texts of transactions by their ids, for `On-Boot`. Given with slot 0. */
  readonly Drive?: Message | undefined;
}

/**
 * Why a message failed. Codes are stable: `lua-syntax` source or Eval text does not compile, `lua-error` an error of
 * the program, `unknown-function` the modules define none of that name, `too-many-questions` it calls `ao.resolve` without end, `invalid-result` what it sent cannot leave the process (mixed or sparse table, function, cycle, NaN),
 * `gas-exhausted` the computation limit, `out-of-memory` the memory limit,
 * `engine-terminated` the engine did not come back and was stopped.
 */
export type AosErrorCode =
  | 'lua-syntax'
  | 'lua-error'
  | 'unknown-function'
  | 'too-many-questions'
  | 'invalid-result'
  | 'gas-exhausted'
  | 'out-of-memory'
  | 'engine-terminated';

export interface AosError {
  readonly code: AosErrorCode;
  /** The Lua error message with its position, without colours: `[string "aos"]:4: owner only`. UTF-8 byte string. */
  readonly message: string;
  /** aos's own `Error` text: the print log, a traceback and the message, with terminal colours. */
  readonly report?: string;
  /** Line of the process source or Eval text (from 1) in which the error arose, if it arose there. */
  readonly line?: number;
  /** Name of the handler that raised: `_boot` for the source at spawn, `_eval` for Eval. */
  readonly handler?: string;
}

/** The result of one message. With an `error`, the outbox is empty and `output.data` holds what was printed so far. */
export interface AosResult {
  /** `data`: what was printed, lines joined by "\n", with terminal colours. `print`: false or absent for an Eval. */
  readonly output: { readonly data: string; readonly prompt: string; readonly print?: boolean };
  /**
   * Each a map of `Target`, `Data`, `Anchor` and `Tags` (a list of maps {name, value}), keys absent where the program
   * gave none. Tag values keep their kind: tables are maps or lists, numbers numbers.
   */
  readonly messages: readonly Message[];
  readonly spawns: readonly Message[];
  readonly assignments: readonly Message[];
  readonly error?: AosError;
  /** What running the message took of its gas. */
  readonly gas?: number;
}

/** One module of a process that brings its own Lua. */
export interface LuaModule {
  /** As error messages and tracebacks show it. */
  readonly name: string;
  /** Lua text, a byte string. */
  readonly source: string;
}

/** A global that is replaced once the modules have run: `['os', 'getenv']` and what stands there then. */
export interface LuaReplacement {
  readonly path: readonly string[];
  readonly value: Value;
}

/** What `ao.resolve` gave for one question: its two results. In slot 0 of aos, the transaction that `On-Boot` names. */
export interface LuaResolved {
  readonly status: string;
  readonly value: Value | undefined;
}

export interface LuaCall {
  /** Loaded in this order into one set of globals. */
  readonly modules: readonly LuaModule[];
  readonly sandbox: readonly LuaReplacement[];
  /** Name of a global function. Undefined: only loads, and answers the sorted names of the functions that modules define. */
  readonly function: string | undefined;
  readonly parameters: readonly Value[];
  /** Milliseconds since 1970: the clock that Lua sees. */
  readonly timestamp: number;
  /**
   * What `ao.resolve` gives, in the order of asking. Lua runs at once and resolving does not: a question beyond these ends
   * the run, and the same call is made again with its answer added.
   */
  readonly resolved: readonly LuaResolved[];
}

/**
 * What a function returned (`status` is `ok` unless it returned two values), why it failed, or what it `asks` by
 * `ao.resolve` (its arguments); then everything it did is undone.
 */
export type LuaAnswer =
  | { readonly status: string; readonly value: Value | undefined }
  | { readonly error: AosError }
  | { readonly asks: readonly Value[] };

/** A heap as bytes, which only the build that made them reads. */
export interface HeapSnapshot {
  /** The last slot that it has seen. */
  readonly slot: number;
  readonly bytes: Uint8Array;
}

/**
 * A runtime that holds the heaps of processes. Slots run one after the other; a heap is lost when the engine is
 * terminated, and built again by running the earlier slots once more (their results are known and dropped).
 */
export interface Engine {
  /** The last slot that the heap of `process` has seen; -1 when there is no heap. */
  position(process: string): Promise<number>;
  /**
   * Runs the message of `slot`, which must be `position + 1`.
   * @throws PocketbeamError `out-of-order` when it is not; nothing is run then.
   * @throws PocketbeamError `engine-terminated` when it did not come back in time; the heap is lost then.
   */
  run(process: string, slot: number, message: AosMessage, env: AosEnv): Promise<AosResult>;
  /**
   * Runs a message on the heap as it stands and leaves nothing behind: the position, every variable and the sequence of
   * `math.random` are afterwards as before (dry-run, dynamic read).
   * @throws PocketbeamError `out-of-order` when there is no heap of `process`; `engine-terminated` as {@link run} does
   */
  trial(process: string, message: AosMessage, env: AosEnv): Promise<AosResult>;
  /**
   * Calls a function of a process' own Lua modules, as `lua@5.3a` does (spec/aos.md §6), as its slot `position + 1`. The
   * first call loads the modules. Only a call that returns a table keeps what it changed in the heap; one that asks leaves
   * the position as it was.
   * @throws PocketbeamError as {@link run} does.
   */
  call(process: string, slot: number, call: LuaCall): Promise<LuaAnswer>;
  /**
   * Calls a function of modules on a heap of its own, of which nothing is kept: a dynamic read.
   * @throws PocketbeamError `engine-terminated` as {@link run} does.
   */
  read(call: LuaCall): Promise<LuaAnswer>;
  /** Moves on over a slot without running it: one that had to be terminated when it was first computed. */
  skip(process: string, slot: number): Promise<void>;
  /** Forgets a heap. */
  drop(process: string): Promise<void>;
  /**
   * The whole heap of a process as it stands: variables, functions, waiting coroutines, the sequence of `math.random`.
   * Undefined when there is none. Costs follow the size of the heap; to be called when nothing waits.
   */
  snapshot(process: string): Promise<HeapSnapshot | undefined>;
  /**
   * Makes the heap of a process from a snapshot. What it does from then on is what the saved one would have done.
   * @throws PocketbeamError `bad-snapshot` when the bytes are damaged, or not a heap of this process at this slot made by
   * this build: the process has no heap then. `engine-terminated` as {@link run} does.
   */
  restore(process: string, snapshot: HeapSnapshot): Promise<void>;
}

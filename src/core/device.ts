/** Devices: what answers the keys of a message. */
import type { AosMessage, AosResult, LuaAnswer, LuaCall } from './ports/engine.ts';
import type { Store } from './ports/store.ts';
import type { Wallet } from './ports/wallet.ts';
import type { Subject } from './subject.ts';
import type { Message, Value } from './value.ts';

/** Brings a process up to a slot: by an engine at hand, or by asking a context that has one. */
export interface Computer {
  /**
   * Returns when the store holds `slot` computed.
   * @throws PocketbeamError `no-engine` where nothing can compute now.
   */
  compute(process: string, slot: number): Promise<void>;
  /**
   * Calls a function of Lua modules and keeps nothing of it.
   * @throws PocketbeamError `no-engine` where nothing can compute now.
   */
  read(call: LuaCall): Promise<LuaAnswer>;
}

/** A message as it came over HTTP, with what its signatures say. */
export interface Incoming {
  /** What is kept: without the keys that belong to the transport, with its commitments. */
  readonly message: Message;
  readonly id: string;
  /** Address of the first signer; empty for an unsigned message. A claim until {@link verify} has held. */
  readonly signer: string;
  verify(): Promise<boolean>;
}

/** How a path is resolved from inside. */
export interface ResolveOptions {
  /** What the path leads on from. Default: whatever its first segment names. */
  base?: Subject;
  /** The only devices there are. Default: all of this node. */
  devices?: ReadonlySet<string>;
  /** What it reads from. Default: the store of the context. */
  store?: Store;
}

/** Who runs the tasks of `cron@1.0`. */
export interface Cron {
  /** The tasks, or the clock of the store, have changed. */
  wake(): void;
}

/** A message to be tried. What belongs to a slot is added: the time, the block height, the number of the next slot. */
export type Trial = Omit<AosMessage, 'Timestamp' | 'Block-Height' | 'Nonce'>;

/** Runs messages of which nothing is kept. */
export interface DryRunner {
  /**
   * What the message would give in the next slot, after all that is pending.
   * @throws PocketbeamError `unknown-process`; `no-dry-run` for a process that aos does not run.
   */
  dryRun(process: string, message: Trial): Promise<AosResult>;
}

/** Who pushes on what slots send. */
export interface Pushes {
  /** Computes a slot and has what it sends pushed on; returns when all that follows is through, or after a while. */
  push(process: string, slot: number): Promise<void>;
}

/** A request that `relay@1.0` is to pass on. */
export interface RelayRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  /** Byte string. */
  body: string;
}

/**
 * Passes a request on to another server, as far as the options allow.
 * @throws PocketbeamError `relay-refused`, `bad-relay`, `relay-failed`
 */
export type Relay = (request: RelayRequest) => Promise<{ status: number; headers: Headers; body: string }>;

/** What a device may use while a request is resolved. */
export interface Context {
  readonly store: Store;
  readonly computer: Computer;
  /** The message that a request brought to be scheduled; undefined for one that only reads. */
  readonly incoming?: Incoming;
  /** Answer as the node does where it has a plain defect (the table in spec/hyperbeam.md). */
  readonly strict: boolean;
  /** What a path leads to, resolved over `request` as a request of its own. Undefined where there is nothing. */
  resolve(path: string, request: Message, options?: ResolveOptions): Promise<Value | undefined>;
  /** The commitments of the request that is resolved, where they do not stand in its message. */
  commitments?(): Promise<Value>;
  /** The address of this node's key, where there is one. */
  address?(): Promise<string | undefined>;
  /** The key that this node signs with; made when it is first asked for, which takes seconds. */
  wallet?(): Promise<Wallet>;
  /** The store as `schedule` gives it out: where this node signs, with its commitments. Default: as it is. */
  readonly schedule?: Store;
  /** Tells that a slot was taken and waits to be computed. */
  scheduled(process: string, slot: number): void;
  /** Who runs the tasks of `cron@1.0`, where somebody does. */
  readonly cron?: Cron;
  /** Who pushes on, where somebody does: else `push` only computes. */
  readonly pusher?: Pushes;
  /** Who tries messages, where an engine is at hand. */
  readonly dryRunner?: DryRunner;
  /** Who passes requests on to other servers: a request may, a program may not. */
  readonly relay?: Relay;
  /** Notes that a real node would answer differently; see the table in spec/hyperbeam.md. */
  diagnose(code: string): void;
  /** Notes the slot that the answer stands for. */
  atSlot(slot: number): void;
}

/** @param request the segment's own message: its parameters, over those of the whole request. */
export type DeviceFunction = (subject: Subject, request: Message, context: Context) => Promise<Subject> | Subject;

export interface Device {
  /** `name@version`. */
  readonly name: string;
  /** By exact name: device functions are case-sensitive, message keys are not. */
  readonly functions: ReadonlyMap<string, DeviceFunction>;
  /** Which functions of every message it has too. Default: all. */
  readonly inherits?: ReadonlySet<string>;
  /** Functions of the real device that are not here: they answer 501 `not-implemented`. */
  readonly missing: ReadonlySet<string>;
  /** What answers a key that is no function, of this device or of every message. Default: the key is data. */
  readonly otherwise?: (key: string) => DeviceFunction;
}

/** A device from a plain object of functions. @param missing names of those it has on a real node and not here. */
export function device(
  name: string,
  functions: Record<string, DeviceFunction>,
  missing: readonly string[] = [],
): Device {
  return { name, functions: new Map(Object.entries(functions)), missing: new Set(missing) };
}

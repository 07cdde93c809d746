/** Devices: what answers the keys of a message. */
import type { Store } from './ports/store.ts';
import type { Subject } from './subject.ts';
import type { Message } from './value.ts';

/** Brings a process up to a slot: by an engine at hand, or by asking a context that has one. */
export interface Computer {
  /**
   * Returns when the store holds `slot` computed.
   * @throws PocketbeamError `no-engine` where nothing can compute now.
   */
  compute(process: string, slot: number): Promise<void>;
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

/** What a device may use while a request is resolved. */
export interface Context {
  readonly store: Store;
  readonly computer: Computer;
  /** The message that a request brought to be scheduled; undefined for one that only reads. */
  readonly incoming?: Incoming;
  /** Tells that a slot was taken and waits to be computed. */
  scheduled(process: string, slot: number): void;
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
}

/** A device from a plain object of functions. */
export function device(name: string, functions: Record<string, DeviceFunction>): Device {
  return { name, functions: new Map(Object.entries(functions)) };
}

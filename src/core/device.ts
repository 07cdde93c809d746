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

/** What a device may use while a request is resolved. */
export interface Context {
  readonly store: Store;
  readonly computer: Computer;
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

/** What contexts of one Pocketbeam tell each other on their BroadcastChannel, and a page its Service Worker. */
import type { ErrorData } from '../core/errors.ts';

/** Raised whenever one of the messages below changes its meaning. */
export const PROTOCOL = 2;

export type ChannelMessage =
  /** To the leader: compute up to this slot and say when it is done. */
  | { type: 'compute'; id: string; process: string; slot: number }
  /** To the leader: a dynamic read, a `LuaCall` as core/cloneable.ts makes it. */
  | { type: 'read'; id: string; call: unknown }
  /** From the leader: done. `answer` is the `LuaAnswer` of a read, made cloneable. */
  | { type: 'computed'; id: string; answer?: unknown; error?: ErrorData }
  /** To the leader: there is something to compute when you have time. */
  | { type: 'scheduled'; process: string; slot: number }
  /** To the leader: forget what you hold of this process. */
  | { type: 'removed'; process: string }
  /** To everybody: a slot was committed. */
  | { type: 'changed'; process: string; slot: number; keys: string[]; diagnostics?: string[] };

/** Page → Service Worker, answered on the port that comes with it. */
export type ServiceWorkerMessage =
  | { type: 'pocketbeam:hello' }
  /** Take this page under control: a hard reload leaves it without a controller. */
  | { type: 'pocketbeam:claim' };

export interface ServiceWorkerHello {
  protocol: number;
}

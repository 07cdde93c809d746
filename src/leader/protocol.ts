/** What contexts of one Pocketbeam tell each other on their BroadcastChannel, and a page its Service Worker. */
import type { ErrorData } from '../core/errors.ts';

/** Raised whenever one of the messages below changes its meaning, or a question comes that older leaders do not answer. */
export const PROTOCOL = 5;

export type ChannelMessage =
  /** Compute up to this slot and say when it is done. */
  | ({ type: 'compute'; process: string; slot: number } & Addressed)
  /** A dynamic read, a `LuaCall` as core/cloneable.ts makes it. */
  | ({ type: 'read'; call: unknown } & Addressed)
  /** A request that the Service Worker has not the devices for. */
  | ({ type: 'request'; request: PassedRequest } & Addressed)
  /** Run all that is due, and say when it has run; or after a while that it goes on. */
  | ({ type: 'settle' } & Addressed)
  /** From the leader: done. `answer`: of a read the `LuaAnswer`, made cloneable; of a request a {@link PassedAnswer}. */
  | { type: 'computed'; id: string; answer?: unknown; error?: ErrorData }
  /** To the leader: there is something to compute when you have time. */
  | { type: 'scheduled'; process: string; slot: number }
  /** To the leader: forget what you hold of this process. */
  | { type: 'removed'; process: string }
  /** To the leader: end what the engine runs. */
  | { type: 'interrupt' }
  /** To the leader: the clock, or its tasks, have changed. */
  | { type: 'clock' }
  /** To everybody: times of tasks were missed. */
  | { type: 'missed'; error: ErrorData }
  /** To everybody: a slot was committed. */
  | { type: 'changed'; process: string; slot: number; keys: string[]; diagnostics?: string[] };

/** A question to one leader, by its own lock: the next one, who may hear it too, leaves it alone. */
interface Addressed {
  to: string;
  id: string;
}

/** An HTTP request on its way to the leader. */
export interface PassedRequest {
  url: string;
  method: string;
  headers: [string, string][];
  /** Byte string; empty for none. */
  body: string;
  /** The browser opens the answer as a document. */
  navigation: boolean;
}

export interface PassedAnswer {
  status: number;
  headers: [string, string][];
  /** Byte string; undefined where there is none. */
  body?: string;
}

/** Page → Service Worker, answered on the port that comes with it. */
export type ServiceWorkerMessage =
  | { type: 'pocketbeam:hello' }
  /** Take this page under control: a hard reload leaves it without a controller. */
  | { type: 'pocketbeam:claim' };

export interface ServiceWorkerHello {
  protocol: number;
}

/** Who leads, and until when, as the locks tell. */
import { ownLocks, type InstanceNames } from './names.ts';

export interface Found {
  /** The leader's own lock; undefined while nobody can be asked. */
  leader: string | undefined;
  /** Somebody leads who speaks another protocol. */
  foreign: boolean;
  /** Somebody is about to lead: at start, and when a leader has gone. */
  candidates: boolean;
}

export async function findLeader(names: InstanceNames): Promise<Found> {
  const { lock } = names;
  const { held = [], pending = [] } = await navigator.locks.query();
  return {
    leader: held.find(({ name }) => name?.startsWith(ownLocks(names)))?.name,
    foreign: held.some(({ name }) => name?.startsWith(`${lock}:`)),
    candidates: [...held, ...pending].some(({ name }) => name === lock),
  };
}

/**
 * Resolves as soon as the leader's own lock is free: it resigned, or its tab was closed, crashed, reloaded or put away.
 * A shared request waits for just that, and takes the lead from nobody.
 * @param signal ends the waiting.
 */
export function leaderGone(leader: string, signal: AbortSignal): Promise<void> {
  return navigator.locks.request(leader, { mode: 'shared', signal }, () => undefined);
}

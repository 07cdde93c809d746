/** Names that all contexts of one Pocketbeam share: page, workers and Service Worker below one scope. */
import { PROTOCOL } from './protocol.ts';

export interface InstanceNames {
  /** Path of the Service Worker's scope. */
  scope: string;
  database: string;
  /** Whoever holds it leads, of whatever version. The leader's own lock begins with it: {@link ownLocks}. */
  lock: string;
  channel: string;
}

/**
 * @param scope path of the Service Worker's scope. Two apps on one origin have two scopes, and so nothing in common.
 */
export function instanceNames(scope: string): InstanceNames {
  const instance = `pocketbeam:${scope}`;
  return { scope, database: instance, lock: `${instance}:leader`, channel: instance };
}

/** How the own locks of leaders begin that speak our protocol: each is held for as long as its leader can be asked. */
export const ownLocks = ({ lock }: InstanceNames): string => `${lock}:${PROTOCOL}:`;

/** 128 random bits. (`crypto.randomUUID` is for secure contexts only.) */
export function randomName(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}

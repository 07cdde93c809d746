/** Names that all contexts of one Pocketbeam share: page, workers and Service Worker below one scope. */

export interface InstanceNames {
  /** Path of the Service Worker's scope. */
  scope: string;
  database: string;
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

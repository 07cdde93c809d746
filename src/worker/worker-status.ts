/** What a coordinator tells its page about itself. */
import type { Problem } from '../core/problem.ts';

export interface WorkerStatus {
  /** `leader`: this tab's worker computes, for all tabs. `follower`: another's does. */
  role: 'leader' | 'follower';
  /** `full`: nothing more can be stored, and reads go on. `memory`: everything is gone with this page. */
  storage: 'indexeddb' | 'memory' | 'full';
  /** Bytes, as the browser estimates them; undefined where it does not. */
  quota: { used: number; limit: number } | undefined;
  /** Whether the browser has promised not to drop the database when the disk gets short. */
  persisted: boolean;
  problems: Problem[];
}

/** What a page must know of the coordinator that it has started. */
export interface Started {
  /** Name of the BroadcastChannel on which it tells of changes. */
  channel: string;
  status: WorkerStatus;
}

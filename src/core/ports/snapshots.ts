/** Where heap snapshots are kept, so that a process need not be replayed from its first message. */

/** The heap of a process after a slot. */
export interface KeptSnapshot {
  slot: number;
  /** The chain over the messages up to that slot (store.ts): tells whether it is still the same process. */
  chain: string;
  bytes: Uint8Array;
}

export interface SnapshotStore {
  /** Keeps a snapshot in place of the one before. Nothing happens when the process, as this chain knows it, is gone. */
  keep(process: string, snapshot: KeptSnapshot): Promise<void>;
  /** The one that was kept last. It may be damaged, or be of a process that is gone. */
  newest(process: string): Promise<KeptSnapshot | undefined>;
  /** Removes what is kept of a process. */
  drop(process: string): Promise<void>;
}

/** How often snapshots were of use, since the start. */
export interface SnapshotStats {
  /** Taken and kept. */
  saved: number;
  /** That could not be taken or kept. */
  failed: number;
  /** From which a heap was built. */
  restored: number;
  /** That were there and could not be used: damaged, of another build or process. */
  refused: number;
  /** Slots that were run once more, for heaps that were lost. */
  replayed: number;
}

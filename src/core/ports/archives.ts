/** Processes as files: taken out of a store, and brought into one. Adapter: src/archive. */

export interface ImportOptions {
  /** Takes the place of processes of the same id that are here. Default false: `process-exists`. */
  replace?: boolean;
  /**
   * Takes messages whose signature cannot be checked again from what the archive holds. Default false:
   * `archive-unverified`.
   */
  trust?: boolean;
}

export interface Imported {
  /** Last slot taken, by process, in the order of the archive. */
  processes: { process: string; slot: number; computed: number }[];
  /** Those among them that were here before. */
  replaced: string[];
}

export interface Archives {
  /**
   * One process, or all: schedule, results and state of every slot, and stored messages that the definition names as its
   * modules. No keys, no tasks of the clock, no heaps (a replay builds them again).
   * @throws PocketbeamError `unknown-process`; `archive-too-large` when the file could not be imported again.
   */
  export(process?: string): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Brings in everything that an archive holds, or nothing: it is read and checked whole before one transaction writes it.
   * @throws PocketbeamError `bad-archive`, `archive-newer`, `archive-too-large`, `archive-unverified`, `process-exists`
   */
  import(archive: Uint8Array<ArrayBuffer>, options?: ImportOptions): Promise<Imported>;
}

/** What a page imports: `import { createPocketbeam } from 'pocketbeam'`. */
export type { Status } from './status.ts';
export type { Problem } from '../core/problem.ts';
export { createPocketbeam, type Pocketbeam, type PocketbeamOptions } from './pocketbeam.ts';
export { diagnosticText } from '../core/diagnostics.ts';
export { PocketbeamError } from '../core/errors.ts';
export type { Plain } from '../core/plain.ts';
export type { ImportOptions } from '../core/ports/archives.ts';
export type { SnapshotStats } from '../core/ports/snapshots.ts';
export type {
  Change,
  LocalApi,
  LuaSource,
  MessageOptions,
  Overrides,
  ProcessSummary,
  Sent,
  SlotResult,
  SpawnOptions,
  Tags,
} from '../emulator/api.ts';

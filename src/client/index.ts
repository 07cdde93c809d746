/** What a page imports: `import { createPocketbeam } from 'pocketbeam'`. */
export type { Status } from './status.ts';
export type { Problem } from '../core/problem.ts';
export { createPocketbeam, type Pocketbeam, type PocketbeamOptions } from './pocketbeam.ts';
export type { AnyCache, ReadAt } from './typed-cache.ts';
export { diagnosticText, isNodeInteger, reservedKey } from '../core/diagnostics.ts';
export { PocketbeamError } from '../core/errors.ts';
export type { Plain } from '../core/plain.ts';
export type { CronTask, Delivery } from '../core/ports/store.ts';
export type { CronOptions } from '../emulator/cron-options.ts';
export type { DataEntry } from '../core/ports/data.ts';
export type { ImportOptions } from '../core/ports/archives.ts';
export type { SnapshotStats } from '../core/ports/snapshots.ts';
export type {
  Change,
  ClockApi,
  DataApi,
  DataOptions,
  Datum,
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

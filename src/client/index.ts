/** What a page imports: `import { createPocketbeam } from 'pocketbeam'`. */
export { createPocketbeam, type Pocketbeam, type PocketbeamOptions } from './pocketbeam.ts';
export { diagnosticText } from '../core/diagnostics.ts';
export { PocketbeamError } from '../core/errors.ts';
export type { Plain } from '../core/plain.ts';
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

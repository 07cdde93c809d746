/** The question that is asked both ways. */
import { kept, keptJson } from '../model/kept.ts';
import { readTagRows } from '../messages/draft.ts';
import type { TagRow } from '../messages/tags.ts';

/** Of the handler that legacynet asks. */
export const action = kept('migrate-action');
export const tagRows = keptJson<readonly TagRow[]>('migrate-tags', [], readTagRows);

/** Below `cache`: `balances`, `balances/alice`. */
export const key = kept('migrate-key');

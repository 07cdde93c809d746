/** What stands in the form, apart from the wallet, which nothing keeps. */
import { kept, keptJson } from '../model/kept.ts';
import { readTagRows } from '../messages/draft.ts';
import type { TagRow } from '../messages/tags.ts';

export const node = kept('deploy-node');
export const moduleId = kept('deploy-module');
/** Empty for the name of the program. */
export const name = kept('deploy-name');
export const tagRows = keptJson<readonly TagRow[]>('deploy-tags', [], readTagRows);
/** Empty for the node's own. */
export const scheduler = kept('deploy-scheduler');
/** Empty for the scheduler. */
export const authority = kept('deploy-authority');

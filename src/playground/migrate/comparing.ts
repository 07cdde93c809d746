/** Asking the chosen process both ways, and what came of it. */
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { PocketbeamError } from 'pocketbeam';
import { collectTags } from '../messages/tags.ts';
import { announce } from '../model/announce.ts';
import { chosenId } from '../model/processes.ts';
import { pocketbeam } from '../model/session.ts';
import { createAttempt } from '../parts/attempt.ts';
import { cachePath } from '../text/paths.ts';
import { compare, type Comparison } from './compare.ts';
import { action, key, tagRows } from './draft.ts';

/** Errors of what was typed, and whether it goes on. */
export const comparing = createAttempt();

const last = signal<{ readonly process: string; readonly ways: Comparison } | undefined>(undefined);

/** The last comparison of the chosen process. */
export const comparison: ReadonlySignal<Comparison | undefined> = computed(() =>
  last.value?.process === chosenId.value ? last.value?.ways : undefined,
);

/** Asks what stands in the form. Failures of what was typed stand in {@link comparing}, those of a way with that way. */
export async function compareDraft(): Promise<void> {
  const process = chosenId.peek();
  const beam = pocketbeam.peek();
  if (process === undefined || !beam) return;
  last.value = undefined;
  const collected = collectTags(action.peek(), tagRows.peek());
  if ('problem' in collected)
    throw new PocketbeamError('bad-tag', collected.problem, { next: 'Change it above, or remove it.', status: 400 });
  const keys = key.peek().split('/').filter(Boolean);
  const ways = await compare(beam, { process, tags: collected.tags, path: cachePath(process, ...keys) });
  last.value = { process, ways };
  announce(wordsOf(ways));
}

/** Which way was faster, and by how much. */
export function wordsOf({ dryrun, path }: Comparison): string {
  if (dryrun.ms === undefined || path.ms === undefined) return 'Only one way, or none, gave an answer.';
  const times = dryrun.ms / Math.max(path.ms, 0.01);
  if (times >= 1.2) return `The path answered ${times < 10 ? times.toFixed(1) : Math.round(times)} times faster.`;
  return times > 0.8 ? 'Both took about the same.' : 'The dry-run was faster this time.';
}

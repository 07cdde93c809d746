/** The process that the prompt runs in: one's own, or the chosen one. */
import { computed, type ReadonlySignal } from '@preact/signals';
import type { Pocketbeam, ProcessSummary } from 'pocketbeam';
import { kept, keptJson } from '../model/kept.ts';
import { chosen, processes, refreshProcesses } from '../model/processes.ts';
import source from './prompt.lua?raw';

/** What one's own is called in the list of processes. */
export const PROMPT_NAME = 'prompt';

const id = kept('prompt-process');

/** One's own; undefined until it is first used. */
export const promptProcess: ReadonlySignal<ProcessSummary | undefined> = computed(() =>
  processes.value.find(({ process }) => process === id.value),
);

export const WHERE = ['own', 'chosen'] as const;

/** Which of the two was asked for. */
export const where = keptJson<(typeof WHERE)[number]>('prompt-where', 'own', (stored) =>
  WHERE.find((known) => known === stored),
);

/** The process to look into instead of one's own; undefined where there is no other. */
export const otherProcess: ReadonlySignal<ProcessSummary | undefined> = computed(() =>
  chosen.value && chosen.value.process !== id.value ? chosen.value : undefined,
);

/** What the process is called that a command goes to. */
export const promptName: ReadonlySignal<string> = computed(() =>
  where.value === 'chosen' && otherProcess.value ? otherProcess.value.name || 'unnamed' : PROMPT_NAME,
);

/** The process that a command goes to; one's own is spawned when it is first needed. */
export async function openPrompt(beam: Pocketbeam): Promise<string> {
  if (where.peek() === 'chosen' && otherProcess.peek()) return otherProcess.peek()!.process;
  const known = promptProcess.peek();
  if (known) return known.process;
  const process = await beam.spawn({ source, name: PROMPT_NAME });
  id.value = process;
  await refreshProcesses();
  return process;
}

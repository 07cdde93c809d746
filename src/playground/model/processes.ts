/** The processes of this browser, and which of them is chosen. */
import { batch, computed, signal, type ReadonlySignal } from '@preact/signals';
import type { Pocketbeam, ProcessSummary } from 'pocketbeam';
import { coalesce } from './coalesce.ts';
import { kept } from './kept.ts';
import { closed, pocketbeam } from './session.ts';

const list = signal<readonly ProcessSummary[]>([]);
const wanted = kept('process');

/** Newest first. */
export const processes: ReadonlySignal<readonly ProcessSummary[]> = list;

/** Undefined only when there is no process at all. */
export const chosen: ReadonlySignal<ProcessSummary | undefined> = computed(
  () => list.value.find(({ process }) => process === wanted.value) ?? list.value.at(0),
);

/** Id of the chosen process: changes only with the choice, not with every slot. */
export const chosenId: ReadonlySignal<string | undefined> = computed(() => chosen.value?.process);

/** Why nothing can be asked of a process, a sentence; undefined when there is one. */
export const noProcess: ReadonlySignal<string | undefined> = computed(
  () => closed.value ?? (chosenId.value === undefined ? 'Run a program first: it becomes a process.' : undefined),
);

export function choose(process: string): void {
  wanted.value = process;
}

let source: Pocketbeam | undefined;

const read = coalesce(async () => {
  const now = await source?.list();
  if (!now) return;
  batch(() => {
    list.value = now.toSorted((a, b) => b.created - a.created);
    // The choice stays with its process, also when a newer one appears above it.
    const id = chosenId.value;
    if (id !== undefined) wanted.value = id;
  });
});

/** Reads the list again; with `choosing`, chooses that process. */
export async function refreshProcesses(choosing?: string): Promise<void> {
  if (choosing !== undefined) wanted.value = choosing;
  await read();
}

/** Reads the list again some time; a failure shows where the process is used. */
export function refreshSoon(): void {
  void read().catch(() => undefined);
}

/** Keeps the list up to date: with every slot, and when the page is looked at again. */
export async function followProcesses(started: Pocketbeam): Promise<void> {
  source = started;
  started.on('change', refreshSoon);
  await read();
}

// Other tabs remove processes too, and no event tells.
addEventListener('focus', refreshSoon);

/**
 * Removes a process.
 * @throws PocketbeamError as `remove` does.
 */
export async function removeProcess(process: string): Promise<void> {
  await pocketbeam.value?.remove(process);
  await refreshProcesses();
}

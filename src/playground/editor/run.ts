/** Run: the program becomes a process, and what its first slot said. */
import { signal, type ReadonlySignal } from '@preact/signals';
import type { SlotResult } from 'pocketbeam';
import { announce } from '../model/announce.ts';
import { resultOf } from '../model/events.ts';
import { kept } from '../model/kept.ts';
import { chosen, refreshProcesses } from '../model/processes.ts';
import { files, program, source } from '../model/project.ts';
import { MAIN, type SourceFile } from '../model/project-files.ts';
import { closed, pocketbeam } from '../model/session.ts';
import { createAttempt } from '../parts/attempt.ts';
import { slotErrorWords, type ErrorWords } from '../text/error-words.ts';
import { evaluations } from './evaluations.ts';

/** What the process is called; empty for the name of the program. */
export const processName = kept('spawn-name');

/** Errors of the run, and whether it goes on. */
export const running = createAttempt();

export interface Outcome {
  /** Id of the program that it is about. */
  readonly about: string;
  /** What was run. */
  readonly files: readonly SourceFile[];
  /** What was done, such as `Spawned token`. */
  readonly title: string;
  readonly result: SlotResult;
  /** Of the slot: the process exists all the same. */
  readonly error: ErrorWords | undefined;
}

const last = signal<Outcome | undefined>(undefined);

/** Of the last run. */
export const outcome: ReadonlySignal<Outcome | undefined> = last;

function show(title: string, ran: Pick<Outcome, 'about' | 'files'>, result: SlotResult): void {
  const error = result.error && slotErrorWords(result.error);
  last.value = { ...ran, title, result, error };
  announce(error ? `${title}. ${error.message}` : `${title}.`);
}

/** Spawns a process of the files in the editor. Its failure stands in {@link running}. */
export async function runProgram(): Promise<void> {
  const beam = pocketbeam.peek();
  if (!beam) {
    announce(closed.peek() ?? '');
    return;
  }
  await running.run(async () => {
    last.value = undefined;
    const ran = { about: program.peek().id, files: files.peek() };
    const name = processName.peek().trim() || ran.about;
    const others = ran.files.filter(({ path }) => path !== MAIN);
    const process = await beam.spawn({
      source: source.peek(),
      name,
      ...(others.length ? { files: Object.fromEntries(others.map(({ path, text }) => [path, text])) } : {}),
    });
    await refreshProcesses(process);
    // The process exists even when its source has an error.
    show(`Spawned ${name}`, ran, await resultOf(beam, process, 0));
  });
}

/**
 * Evaluates the files in the chosen process, those that are required first: handlers and functions become the new ones,
 * what the process remembers stays. Stops at the first that fails.
 */
export async function updateProcess(): Promise<void> {
  const beam = pocketbeam.peek();
  const to = chosen.peek();
  if (!beam || !to) return;
  await running.run(async () => {
    last.value = undefined;
    const ran = { about: program.peek().id, files: files.peek() };
    for (const { code, path } of evaluations(ran.files)) {
      const result = await beam.eval({ process: to.process, code });
      const which = ran.files.length > 1 ? ` with ${path}` : '';
      show(`Updated ${to.name || 'the process'}${which}, slot ${result.slot}`, ran, result);
      if (result.error) break;
    }
    await refreshProcesses();
  });
}

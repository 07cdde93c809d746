/** What the program in the editor could do to be read, and doing it. */
import { computed, type ReadonlySignal } from '@preact/signals';
import { announce } from '../model/announce.ts';
import { source, writeFile } from '../model/project.ts';
import { MAIN } from '../model/project-files.ts';
import { inFront, showTab } from '../model/view.ts';
import { analyse, type Analysis, type HandlerReport, type NoProgram, type Place } from './analysis/analyse.ts';
import { compareDraft, comparing } from './comparing.ts';
import { action, key, tagRows } from './draft.ts';
import { withEnd, withLastLine } from './insertion.ts';

/** Of `main.lua`; undefined while nobody looks. */
export const analysis: ReadonlySignal<Analysis | NoProgram | undefined> = computed(() =>
  inFront('migrate') ? analyse(source.value) : undefined,
);

/** The program with the line at the end of that handler; undefined where it cannot be put there. */
export const sentAt = ({ line }: Place, send: string): string | undefined => withLastLine(source.peek(), line, send);

/** Puts a changed program into the editor. */
export function take(changed: string | undefined, said: string): void {
  if (changed === undefined) return;
  writeFile(MAIN, changed);
  announce(`${said} Run the program, or update the process, to have it.`);
}

/** Adds the lines that publish the state as soon as the program is loaded. */
export const addInitialSync = (lines: string): void => take(withEnd(source.peek(), lines), 'InitialSync was added.');

/** Asks the chosen process what this handler answers, and for the key that would stand for it. */
export function compareHandler({ name, entries }: HandlerReport): void {
  action.value = name;
  tagRows.value = [];
  key.value = entries[0]?.key ?? '';
  showTab('migrate');
  void comparing.run(compareDraft);
}

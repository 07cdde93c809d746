/** Where the editor is asked to go. */
import { signal, type ReadonlySignal } from '@preact/signals';
import { selectFile } from '../model/project.ts';
import { MAIN } from '../model/project-files.ts';
import { showTab } from '../model/view.ts';

const asked = signal<{ readonly line: number } | undefined>(undefined);

/** A new object for every time somebody asks. */
export const askedLine: ReadonlySignal<{ readonly line: number } | undefined> = asked;

/** Brings a line of a file to the front and puts the focus there. @param line from 1 */
export function goToLine(line: number, path = MAIN): void {
  showTab('editor');
  selectFile(path);
  asked.value = { line };
}

/** Offsets of a selection. */
export interface Selection {
  readonly from: number;
  readonly to: number;
}

let left: Selection | undefined;

/** What was selected in an editor that had the focus when another took its place. */
export function leaveSelection(selection: Selection): void {
  left = selection;
}

/** Given once: to the editor that comes next. */
export function takeSelection(): Selection | undefined {
  const taken = left;
  left = undefined;
  return taken;
}

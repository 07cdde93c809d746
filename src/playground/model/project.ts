/** The program in the editor: one of the examples or one's own, with a draft of each that outlives a reload. */
import { batch, computed, signal, type ReadonlySignal } from '@preact/signals';
import { examples } from './examples.ts';
import { kept, parsed } from './kept.ts';
import type { Program } from './program.ts';
import { checkedPath, MAIN, readFiles, sameFiles, type SourceFile } from './project-files.ts';
import { load, save } from './saved.ts';

/** The entry for what is nobody's example. `default` is how aos names a process. */
const own: Program = {
  id: 'default',
  title: 'My own program',
  about: 'Empty, for what you write or paste.',
  source: '',
};

/** Everything that can be opened, in the order of the menu. */
export const programs: readonly Program[] = [...examples, own];

const wanted = kept('program', programs[0]?.id);

/** What a program is called that came into one's own; empty where nothing came. */
const cameAs = kept('own-title');

/** The program that is open. */
export const program: ReadonlySignal<Program> = computed(() => {
  const found = programs.find(({ id }) => id === wanted.value) ?? own;
  if (found !== own || !cameAs.value) return found;
  return { ...own, title: cameAs.value, about: 'It came by a link, and is your own program now.' };
});

const draftName = (id: string): string => `files:${id}`;
const original = ({ source }: Program): readonly SourceFile[] => [{ path: MAIN, text: source }];
const draftOf = (opened: Program): readonly SourceFile[] =>
  readFiles(parsed(load(draftName(opened.id)))) ?? original(opened);

const current = signal(draftOf(program.value));
const openPath = signal(MAIN);

/** Its files, the one that is run first. */
export const files: ReadonlySignal<readonly SourceFile[]> = current;

/** The file in the editor. */
export const openFile: ReadonlySignal<SourceFile> = computed(
  () => current.value.find(({ path }) => path === openPath.value) ?? current.value[0] ?? { path: MAIN, text: '' },
);

/** The text that is run. */
export const source: ReadonlySignal<string> = computed(() => current.value[0]?.text ?? '');

/** Whether an example has been changed, so that it could be restored. */
export const edited: ReadonlySignal<boolean> = computed(
  () => program.value.id !== own.id && !sameFiles(current.value, original(program.value)),
);

function setFiles(next: readonly SourceFile[], open = openPath.value): void {
  batch(() => {
    current.value = next;
    openPath.value = open;
  });
  const changed = !sameFiles(next, original(program.value));
  // An empty one is one's own again.
  if (!changed && program.value.id === own.id) cameAs.value = '';
  save(draftName(program.value.id), changed ? JSON.stringify(next) : undefined);
}

/** Opens another program; what was written in this one is kept. */
export function openProgram(id: string): void {
  if (id === program.value.id) return;
  batch(() => {
    wanted.value = id;
    current.value = draftOf(program.value);
    openPath.value = MAIN;
  });
}

/** Puts files into one's own program and opens it, as a shared link does. @param title what it is called; may be empty. */
export function openOwn(shared: readonly SourceFile[], title: string): void {
  openProgram(own.id);
  setFiles(shared, MAIN);
  cameAs.value = title;
}

/** Gives an example the text it came with. */
export function restoreProgram(): void {
  setFiles(original(program.value), MAIN);
}

export function selectFile(path: string): void {
  openPath.value = path;
}

/** Changes the text of a file. */
export function writeFile(path: string, text: string): void {
  setFiles(current.value.map((file) => (file.path === path ? { path, text } : file)));
}

/**
 * Adds an empty file and opens it.
 * @throws PocketbeamError `bad-file-name`
 */
export function addFile(typed: string): void {
  const path = checkedPath(typed, current.value);
  setFiles([...current.value, { path, text: '' }], path);
}

/**
 * Gives a file another name.
 * @throws PocketbeamError `bad-file-name`
 */
export function renameFile(from: string, typed: string): void {
  const path = checkedPath(
    typed,
    current.value.filter((file) => file.path !== from),
  );
  setFiles(
    current.value.map((file) => (file.path === from ? { ...file, path } : file)),
    path,
  );
}

/** Removes a file, and its text with it; `main.lua` stays. */
export function removeFile(path: string): void {
  if (path !== MAIN)
    setFiles(
      current.value.filter((file) => file.path !== path),
      MAIN,
    );
}

/** A snapshot file becomes processes again. */
import { signal, type ReadonlySignal } from '@preact/signals';
import { PocketbeamError } from 'pocketbeam';
import { announce } from '../model/announce.ts';
import { refreshProcesses } from '../model/processes.ts';
import { pocketbeam } from '../model/session.ts';
import { createAttempt } from '../parts/attempt.ts';

/** Why the last import failed, and whether one goes on. */
export const importing = createAttempt();

/** What the engine's `import` may be told to take all the same. */
export interface Allowed {
  readonly replace?: boolean;
  readonly trust?: boolean;
}

/** A file, with what a person has allowed for it. */
interface Chosen extends Allowed {
  readonly file: File;
}

const last = signal<Chosen | undefined>(undefined);
const said = signal('');

/** The file of the last attempt; undefined before the first and after one that went well. */
export const chosenFile: ReadonlySignal<Chosen | undefined> = last;

/** What the last import brought, in words; empty where there was none. */
export const imported: ReadonlySignal<string> = said;

/** What a person may allow after an import was refused with this code. */
export function remedyOf(code: string | undefined): { label: string; allowed: Allowed } | undefined {
  if (code === 'process-exists')
    return { label: 'Replace what is here by what is in the file', allowed: { replace: true } };
  if (code === 'archive-unverified') return { label: 'I trust who made the file: import it', allowed: { trust: true } };
  return undefined;
}

/** Imports the one file among those that were chosen or dropped. Failures stand in {@link importing}. */
export async function importOne(files: ArrayLike<File> | null | undefined): Promise<void> {
  const [file, ...others] = Array.from(files ?? []);
  if (!file) return;
  await importing.run(async () => {
    said.value = '';
    last.value = undefined;
    if (others.length)
      throw new PocketbeamError('too-many-files', `${others.length + 1} files at once; one is imported at a time.`, {
        next: 'Choose one of them. “Export all” puts all processes into one file.',
        status: 400,
      });
    await take({ file });
  });
}

/** Tries the file again, with one thing more allowed than before. */
export async function importAgain(allowed: Allowed): Promise<void> {
  const before = last.peek();
  if (before) await importing.run(() => take({ ...before, ...allowed }));
}

async function take(chosen: Chosen): Promise<void> {
  const beam = pocketbeam.peek();
  if (!beam) return;
  last.value = chosen;
  const { file, ...allowed } = chosen;
  const ids = await beam.import(new Uint8Array(await file.arrayBuffer()), allowed);
  last.value = undefined;
  await refreshProcesses(ids[0]);
  said.value = `Imported ${ids.length === 1 ? '1 process' : `${ids.length} processes`} from ${file.name}.`;
  announce(said.value);
}

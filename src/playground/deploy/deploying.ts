/** Publishing the program in the editor, and what came of it. */
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { PocketbeamError } from 'pocketbeam';
import type { Deployed } from 'pocketbeam/deploy';
import { asOneSource } from '../editor/evaluations.ts';
import { collectTags, type TagRow } from '../messages/tags.ts';
import { announce } from '../model/announce.ts';
import { files, program } from '../model/project.ts';
import { createAttempt } from '../parts/attempt.ts';
import { authority, moduleId, name, node, scheduler, tagRows } from './draft.ts';
import { readKeyFile, type KeyFile } from './key-file.ts';

/** Why nothing was published, and whether it goes on. */
export const deploying = createAttempt();

/** Errors of the chosen file. */
export const choosing = createAttempt();

const key = signal<KeyFile | undefined>(undefined);
const done = signal<Deployed | undefined>(undefined);
const takenAs = signal<string | undefined>(undefined);

/** The key that signs; undefined lets the wallet of the browser do so. Nothing stores it. */
export const keyFile: ReadonlySignal<KeyFile | undefined> = key;

/** The last process that was published. */
export const deployed: ReadonlySignal<Deployed | undefined> = done;

/** How far it has come, in words. */
export const progress: ReadonlySignal<string> = computed(() =>
  takenAs.value === undefined
    ? 'Signing and sending …'
    : `The node has taken it as ${takenAs.value}; waiting for what its first slot gives …`,
);

/** The wallet that an extension has put into the page. */
export const pageWallet = (): object | undefined => {
  const { arweaveWallet } = globalThis as { arweaveWallet?: unknown };
  return typeof arweaveWallet === 'object' && arweaveWallet !== null ? arweaveWallet : undefined;
};

/** What is published. */
export const publication: ReadonlySignal<{ source: string; name: string; tags: readonly TagRow[] }> = computed(() => {
  const collected = collectTags('', tagRows.value);
  return {
    source: asOneSource(files.value),
    name: name.value.trim() || program.value.id,
    tags: 'tags' in collected ? collected.tags : [],
  };
});

export async function chooseKey(file: File | undefined): Promise<void> {
  if (!file) return;
  key.value = undefined;
  await choosing.run(async () => {
    key.value = await readKeyFile(file);
  });
}

export function forgetKey(): void {
  key.value = undefined;
}

/**
 * Sends the program to the node. What is missing or refused stands in {@link deploying}.
 * @throws PocketbeamError as `deploy`; `bad-tag`
 */
export async function deployDraft(): Promise<void> {
  done.value = takenAs.value = undefined;
  const collected = collectTags('', tagRows.peek());
  if ('problem' in collected)
    throw new PocketbeamError('bad-tag', collected.problem, { next: 'Change it above, or remove it.', status: 400 });
  const wallet = key.peek()?.jwk ?? pageWallet();
  if (!wallet)
    throw new PocketbeamError('bad-deploy', 'There is no wallet to sign it.', {
      cause: 'Nothing was sent.',
      next: 'Choose its key file, or open this page in a browser with a wallet extension.',
      status: 400,
    });
  const options = { ...publication.peek(), node: node.peek().trim(), module: moduleId.peek().trim(), wallet };
  const [by, trusted] = [scheduler.peek().trim(), authority.peek().trim()];
  const { deploy } = await import('pocketbeam/deploy');
  const result = await deploy({
    ...options,
    onTaken: (process) => (takenAs.value = process),
    ...(by ? { scheduler: by } : {}),
    ...(trusted ? { authority: trusted } : {}),
  });
  done.value = result;
  announce(`Published ${options.name} as ${result.process}.`);
}

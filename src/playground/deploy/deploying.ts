/** Publishing the program in the editor, and what came of it. */
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { PocketbeamError } from 'pocketbeam';
import type { Aoconnect, Deployed } from 'pocketbeam/deploy';
import { asOneSource } from '../editor/evaluations.ts';
import { collectTags, type TagRow } from '../messages/tags.ts';
import { announce } from '../model/announce.ts';
import { files, program } from '../model/project.ts';
import { createAttempt } from '../parts/attempt.ts';
import { AOCONNECT_SIZE, AOCONNECT_VERSION } from './aoconnect-release.ts';
import { authority, moduleId, name, node, scheduler, tagRows } from './draft.ts';
import { readKeyFile, type KeyFile } from './key-file.ts';
import { loadAoconnect } from './load-aoconnect.ts';

/** What sends: the client package, or the same requests as this page makes them. */
export type Sender = 'aoconnect' | 'page';

const SENDING = 'Signing and sending …';

/** What was published, and by what. */
export interface Publication extends Deployed {
  sender: Sender;
}

/** Why nothing was published, and whether it goes on. */
export const deploying = createAttempt();

/** Errors of the chosen file. */
export const choosing = createAttempt();

const key = signal<KeyFile | undefined>(undefined);
const done = signal<Publication | undefined>(undefined);
const stage = signal('');

/** The key that signs; undefined lets the wallet of the browser do so. Nothing stores it. */
export const keyFile: ReadonlySignal<KeyFile | undefined> = key;

/** The last process that was published. */
export const deployed: ReadonlySignal<Publication | undefined> = done;

/** How far it has come, in words. */
export const progress: ReadonlySignal<string> = stage;

/** The wallet that an extension has put into the page. */
export const pageWallet = (): object | undefined => {
  const { arweaveWallet } = globalThis as { arweaveWallet?: unknown };
  return typeof arweaveWallet === 'object' && arweaveWallet !== null ? arweaveWallet : undefined;
};

/** What would be published. */
export const outgoing: ReadonlySignal<{ source: string; name: string; tags: readonly TagRow[] }> = computed(() => {
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
 * @throws PocketbeamError as `deploy`; `bad-tag`; `no-aoconnect`
 */
export async function deployDraft(sender: Sender): Promise<void> {
  done.value = undefined;
  stage.value = SENDING;
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
  const options = { ...outgoing.peek(), node: node.peek().trim(), module: moduleId.peek().trim(), wallet };
  const [by, trusted] = [scheduler.peek().trim(), authority.peek().trim()];
  const { deploy } = await import('pocketbeam/deploy');
  const result = await deploy({
    ...options,
    onTaken: (process) =>
      (stage.value = `The node has taken it as ${process}; waiting for what its first slot gives …`),
    ...(sender === 'aoconnect' ? { aoconnect: tellingLoad } : {}),
    ...(by ? { scheduler: by } : {}),
    ...(trusted ? { authority: trusted } : {}),
  });
  done.value = { ...result, sender };
  announce(`Published ${options.name} as ${result.process}.`);
}

async function tellingLoad(): Promise<Aoconnect> {
  const what = `aoconnect ${AOCONNECT_VERSION}, ${AOCONNECT_SIZE}, once`;
  const aoconnect = await loadAoconnect({ onAsk: (host) => (stage.value = `Loading ${what}, from ${host} …`) });
  stage.value = SENDING;
  return aoconnect;
}

/** What can be done with the message that is being written, and with one that was sent before. */
import { signal, type ReadonlySignal } from '@preact/signals';
import { PocketbeamError, type SlotResult } from 'pocketbeam';
import { announce } from '../model/announce.ts';
import { chosenId, processes, refreshProcesses } from '../model/processes.ts';
import { ask } from '../model/question.ts';
import { pocketbeam } from '../model/session.ts';
import { createAttempt } from '../parts/attempt.ts';
import { action, data, tagRows } from './draft.ts';
import { dryRun, type Tried } from './dry-run.ts';
import { ownTags, tag, type ScheduledMessage } from './scheduled.ts';
import { selected } from './slots.ts';
import { collectTags, type TagRow } from './tags.ts';

interface Content {
  readonly tags: readonly TagRow[];
  readonly data: string;
}

export type Progress =
  | { readonly text: string }
  | { readonly slot: number; readonly id: string; readonly result: SlotResult }
  | { readonly tried: Tried };

const current = signal<{ readonly process: string; readonly progress: Progress } | undefined>(undefined);

/** Errors of sending and trying, and whether it goes on. */
export const sending = createAttempt();

/** How far the last message to the chosen process got. */
export const progress: ReadonlySignal<typeof current.value> = current;

/** Nothing of a process that was looked at before stays. */
export function forgetProgress(): void {
  current.value = undefined;
  sending.clear();
}

/** @throws PocketbeamError `bad-tag` */
function written(): Content {
  const collected = collectTags(action.value, tagRows.value);
  if ('problem' in collected)
    throw new PocketbeamError('bad-tag', collected.problem, { next: 'Change it above, or remove it.', status: 400 });
  return { tags: collected.tags, data: data.value };
}

/** Sends what is written to the chosen process. */
export const sendDraft = (): Promise<void> => send(written);

/** Sends what a message said once more, as a new message from whoever uses this page. */
export async function resend(message: ScheduledMessage): Promise<void> {
  await sending.run(() => send(() => ({ tags: ownTags(message.tags), data: message.data })));
}

async function send(content: () => Content): Promise<void> {
  await withProcess(async (process, beam, show) => {
    const { tags, data } = content();
    show({ text: 'Sending …' });
    const { slot, id } = await beam.message({ process, tags, data });
    show({ text: `Took slot ${slot}, computing …` });
    const result = await beam.result({ process, slot });
    await refreshProcesses();
    show({ slot, id, result });
    if (selected.peek()) selected.value = { process, slot };
    announce(result.error ? `Slot ${slot} failed.` : `Slot ${slot} computed.`);
  });
}

/** Tries what is written, in the state as it is now. */
export async function tryDraft(): Promise<void> {
  await withProcess(async (process, beam, show) => {
    const content = written();
    show({ text: 'Trying …' });
    const tried = await dryRun(beam, process, content, (id) => processes.peek().some((one) => one.process === id));
    show({ tried });
    announce(tried.error ? 'The dry-run failed.' : 'Dry-run done.');
  });
}

type Started = NonNullable<typeof pocketbeam.value>;

async function withProcess(
  work: (process: string, beam: Started, show: (progress: Progress) => void) => Promise<void>,
): Promise<void> {
  const process = chosenId.peek();
  const beam = pocketbeam.peek();
  if (process === undefined || !beam) return;
  try {
    await work(process, beam, (progress) => {
      if (chosenId.peek() === process) current.value = { process, progress };
    });
  } catch (error) {
    current.value = undefined;
    throw error;
  }
}

/** Puts what a message said into the form. @returns false when what is written there was rather kept. */
export async function edit({ tags, data: text }: Pick<ScheduledMessage, 'tags' | 'data'>): Promise<boolean> {
  const own = ownTags(tags);
  const rows = own.filter(({ name }) => name.toLowerCase() !== 'action').map(({ name, value }) => ({ name, value }));
  const next = { action: tag(own, 'Action') ?? '', data: text, rows };
  const now = { action: action.peek(), data: data.peek(), rows: tagRows.peek() };
  const typed = now.action || now.data || now.rows.length;
  if (typed && JSON.stringify(now) !== JSON.stringify(next))
    if (!(await ask('Put this message in the place of the one you were writing?', 'Replace it'))) return false;
  action.value = next.action;
  data.value = next.data;
  tagRows.value = next.rows;
  return true;
}

/** Dry-run: what a message would give, of which nothing is kept. */
import type { Plain, Pocketbeam, SlotResult } from 'pocketbeam';
import { stripAnsi } from '../text/ansi.ts';
import { answered } from './answered.ts';
import { readSchedule } from './scheduled.ts';
import type { TagRow } from './tags.ts';

/** What it would give; it takes no slot. */
export type Tried = Omit<SlotResult, 'slot'>;

interface TriedAnswer {
  Output?: { data?: string; prompt?: string };
  Messages?: Plain[];
  Spawns?: Plain[];
  Assignments?: Plain[];
  Error?: string;
}

/**
 * Tries a message on the newest state of a process, by its compute unit.
 * @param isProcess whether an id is that of a process of this browser.
 * @throws PocketbeamError `no-dry-run` for a process that aos does not run, and what the node answers.
 */
export async function dryRun(
  beam: Pick<Pocketbeam, 'fetch'>,
  process: string,
  message: { tags: readonly TagRow[]; data: string },
  isProcess: (id: string) => boolean,
): Promise<Tried> {
  const sender = await localSender(beam, process, isProcess);
  const answer = (await answered(beam, `/~legacynet@1.0/cu/dry-run?process-id=${process}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ Owner: sender, From: sender, Target: process, Data: message.data, Tags: message.tags },
    }),
  })) as TriedAnswer;
  const { Output = {}, Messages = [], Spawns = [], Assignments = [], Error: problem } = answer;
  return {
    output: { data: Output.data ?? '', prompt: Output.prompt ?? '' },
    ...{ messages: Messages, spawns: Spawns, assignments: Assignments },
    ...(problem === undefined ? {} : { error: errorOf(lastLine(problem)) }),
  };
}

function errorOf(message: string): NonNullable<SlotResult['error']> {
  const line = /^\[string "aos"\]:(\d+): /.exec(message)?.[1];
  return { code: 'lua-error', message, ...(line === undefined ? {} : { line: Number(line) }) };
}

/** aos puts what was printed, and a traceback, around the message; the last line says it. */
function lastLine(report: string): string {
  return stripAnsi(report).trim().split('\n').at(-1) ?? '';
}

const MAX_PARENTS = 8;

/** Who messages of this page come from: who spawned the process, or the process that spawned the one that spawned it. */
async function localSender(
  beam: Pick<Pocketbeam, 'fetch'>,
  process: string,
  isProcess: (id: string) => boolean,
): Promise<string> {
  let at = process;
  for (let i = 0; i < MAX_PARENTS; i++) {
    const [definition] = await readSchedule(beam, at, 0, 0);
    if (!definition) return '';
    if (!isProcess(definition.from)) return definition.from;
    at = definition.from;
  }
  return '';
}

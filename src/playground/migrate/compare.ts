/** One question asked twice: as on legacynet, by a dry-run of a handler, and by a HyperPATH that reads what was patched. */
import { PocketbeamError, type Plain, type Pocketbeam } from 'pocketbeam';
import { answered } from '../messages/answered.ts';
import type { TagRow } from '../messages/tags.ts';
import { errorWords, type ErrorWords } from '../text/error-words.ts';
import { jsonText } from '../text/value-text.ts';

export interface Question {
  readonly process: string;
  /** Of the message that is tried. */
  readonly tags: readonly TagRow[];
  /** HyperPATH from `/`. */
  readonly path: string;
}

/** One way of asking. */
export interface Way {
  /** What was sent, a line. */
  readonly request: string;
  /** Median of all rounds, milliseconds; undefined where the answer is an error. */
  readonly ms: number | undefined;
  readonly answer: string;
  readonly error?: ErrorWords;
}

export interface Comparison {
  readonly dryrun: Way;
  readonly path: Way;
}

export const ROUNDS = 5;

/** Asks both ways {@link ROUNDS} times, in turns. What fails is that way's error. */
export async function compare(
  beam: Pick<Pocketbeam, 'fetch' | 'read'>,
  { process, tags, path }: Question,
  now: () => number = () => performance.now(),
): Promise<Comparison> {
  const unit = `/~legacynet@1.0/cu/dry-run?process-id=${process}`;
  const body = JSON.stringify(dryRunItem(process, tags));
  const ways = [
    {
      request: `POST ${unit}`,
      ask: () => answered(beam, unit, { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
      tell: (answer: unknown) => Promise.resolve(dryRunWords(answer)),
    },
    { request: `GET ${path}`, ask: () => readThrough(beam, path), tell: () => valueAt(beam, path) },
  ].map((way) => ({ ...way, times: [] as number[], answer: '', error: undefined as ErrorWords | undefined }));
  for (let round = 0; round < ROUNDS; round++)
    for (const way of ways) {
      if (way.error) continue;
      const began = now();
      try {
        const answer = await way.ask();
        way.times.push(now() - began);
        if (round === 0) way.answer = await way.tell(answer);
      } catch (error) {
        way.error = errorWords(error);
      }
    }
  const [dryrun, read] = ways.map(({ request, times, answer, error }) => ({
    ...{ request, answer, ms: error ? undefined : median(times) },
    ...(error ? { error } : {}),
  })) as [Way, Way];
  return { dryrun, path: read };
}

/** What `dryrun()` of aoconnect sends when it is told no more than process and tags (spec/aoconnect.md §legacy mode). */
function dryRunItem(process: string, tags: readonly TagRow[]): object {
  const carried = { 'Data-Protocol': 'ao', Type: 'Message', Variant: 'ao.TN.1' };
  return {
    ...{ Id: '1234', Target: process, Owner: '1234', Anchor: '0' },
    Tags: [...tags, ...Object.entries(carried).map(([name, value]) => ({ name, value }))],
  };
}

/** @throws PocketbeamError `dry-run-failed` */
function dryRunWords(answer: unknown): string {
  const {
    Messages = [],
    Output,
    Error,
  } = answer as {
    Messages?: { Data?: unknown }[];
    Output?: { data?: unknown };
    Error?: unknown;
  };
  if (Error !== undefined)
    throw new PocketbeamError('dry-run-failed', `The handler failed: ${String(Error).trim().split('\n').at(-1)}`, {
      next: 'Give the tags that it needs.',
      status: 422,
    });
  const data = Messages.at(-1)?.Data;
  if (data !== undefined && data !== '') return String(data);
  return Messages.length ? jsonText(Messages.at(-1) as Plain) : `Nobody was answered. ${textOf(Output?.data)}`.trim();
}

const textOf = (data: unknown): string => (typeof data === 'string' && data ? `It printed: ${data}` : '');

/** The whole answer, unread: what a page waits for. @throws PocketbeamError what the node answers in its stead, `no-answer` */
async function readThrough(beam: Pick<Pocketbeam, 'fetch'>, path: string): Promise<void> {
  const response = await beam.fetch(path).catch((error: unknown) => {
    throw new PocketbeamError('no-answer', `${path} got no answer (${errorWords(error).message}).`, {
      cause: 'The Service Worker did not answer.',
      next: 'Reload the page.',
    });
  });
  const text = await response.text();
  if (response.ok) return;
  const nothing = response.status === 404;
  throw new PocketbeamError(
    response.headers.get('pocketbeam-code') ?? 'bad-answer',
    text || `Status ${response.status}.`,
    {
      ...(nothing ? { next: 'Patch this key first: the lines below the handlers do.' } : {}),
      status: response.status,
    },
  );
}

async function valueAt(beam: Pick<Pocketbeam, 'read'>, path: string): Promise<string> {
  const value: Plain | undefined = await beam.read(path);
  return typeof value === 'string' ? value : jsonText(value ?? null);
}

/** Of an odd number of numbers. */
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

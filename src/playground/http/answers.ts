/** What came back, and what was asked before. */
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { Pocketbeam } from 'pocketbeam';
import { announce } from '../model/announce.ts';
import { keptJson } from '../model/kept.ts';
import { exchange, type Exchange } from './request.ts';
import type { RequestText } from './request-code.ts';

export interface Asked {
  readonly request: RequestText;
  readonly status: number;
  readonly ms: number;
}

const MAX_ASKED = 50;
/** A body of more characters would fill what the browser keeps for a page: such a request is not remembered. */
const MAX_BODY = 20_000;

const log = keptJson<readonly Asked[]>('http-history', [], (stored) =>
  Array.isArray(stored) && stored.every(isAsked) ? stored : undefined,
);

/** Newest last. */
export const asked: ReadonlySignal<readonly Asked[]> = log;

/** The requests as texts, as {@link requestOf} reads them, each once in a row. */
export const askedTexts: ReadonlySignal<readonly string[]> = computed(() =>
  log.value.map(({ request }) => textOf(request)).filter((text, i, all) => text !== all[i - 1]),
);

const shown = signal<readonly Exchange[] | 'waiting'>([]);

/** One, or two beside each other. */
export const answers: ReadonlySignal<readonly Exchange[] | 'waiting'> = shown;

/**
 * Makes requests one after the other and shows their answers.
 * @throws PocketbeamError as {@link exchange}.
 */
export async function ask(beam: Pocketbeam, requests: readonly RequestText[]): Promise<void> {
  shown.value = 'waiting';
  const found: Exchange[] = [];
  try {
    for (const request of requests) {
      const answer = await exchange(beam, request);
      found.push(answer);
      remember(answer);
    }
  } finally {
    shown.value = found;
  }
  announce(found.map(({ response, request }) => `${request.path}: ${response.status}`).join(', '));
}

export function forgetAsked(): void {
  log.value = [];
}

function remember({ request, response, ms }: Exchange): void {
  if (request.body.length > MAX_BODY) return;
  log.value = [...log.value, { request, status: response.status, ms }].slice(-MAX_ASKED);
}

export const textOf = ({ method, path, headers, body }: RequestText): string =>
  JSON.stringify([method, path, headers, body]);

/** The inverse of {@link textOf}; undefined for anything else. */
export function requestOf(text: string): RequestText | undefined {
  const [method, path, headers, body] = JSON.parse(text) as readonly unknown[];
  const request = { method, path, headers, body };
  return isRequest(request) ? request : undefined;
}

function isRequest(item: unknown): item is RequestText {
  const { method, path, headers, body } = (item ?? {}) as Partial<Record<keyof RequestText, unknown>>;
  return [method, path, headers, body].every((part) => typeof part === 'string');
}

function isAsked(item: unknown): item is Asked {
  const { request, status, ms } = (item ?? {}) as Partial<Asked>;
  return isRequest(request) && typeof status === 'number' && typeof ms === 'number';
}

/** Questions that are answered in JSON. */
import { PocketbeamError, type Pocketbeam } from 'pocketbeam';
import { errorWords } from '../text/error-words.ts';

/**
 * The JSON at a path.
 * @throws PocketbeamError what the node answers in its stead; `no-answer` when nobody does, `bad-answer` when it is none.
 */
export async function answered(beam: Pick<Pocketbeam, 'fetch'>, path: string, init?: RequestInit): Promise<unknown> {
  const response = await beam.fetch(path, init).catch((error: unknown) => {
    throw new PocketbeamError('no-answer', `${path} got no answer (${errorWords(error).message}).`, {
      cause: 'The Service Worker did not answer.',
      next: 'Reload the page.',
    });
  });
  const [text, json] = await Promise.all([
    response.clone().text(),
    response.json().catch(() => undefined) as Promise<unknown>,
  ]);
  if (response.ok && json !== undefined) return json;
  throw refusal(response, json, text);
}

function refusal({ status, headers }: Response, json: unknown, text: string): PocketbeamError {
  const { code, message, cause, next } = errorFields(json);
  const words = message ?? (text || `The answer was empty, with status ${status}.`);
  const error = new PocketbeamError(code ?? headers.get('pocketbeam-code') ?? 'bad-answer', '', {
    cause,
    next,
    status,
  });
  // It ends with cause and next step already.
  error.message = words;
  return error;
}

type Fields = Partial<Record<'code' | 'message' | 'cause' | 'next', string>>;

function errorFields(json: unknown): Fields {
  if (typeof json !== 'object' || json === null) return {};
  return Object.fromEntries(Object.entries(json).filter(([, value]) => typeof value === 'string'));
}

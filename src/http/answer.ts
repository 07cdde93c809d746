/** Values and errors as HTTP answers (spec/hyperbeam.md, Facts: answers). */
import type { HttpRequest } from './handler.ts';
import { PocketbeamError } from '../core/errors.ts';
import { binary, type Value } from '../core/value.ts';
import { encodeAnswer, encodeNotFound } from './encode.ts';
import type { Facts } from './facts.ts';
import { isNavigation, pageOfError, pageOfValue } from './page.ts';
import { send } from './send.ts';

/** @throws what {@link encodeAnswer} throws. */
export async function answer(value: Value, request: HttpRequest, facts: Facts): Promise<Response> {
  const { shown, encoded } = await encodeAnswer(value, facts);
  if (facts.opened) {
    const body = pageOfValue(shown, encoded.headers, facts.path);
    if (body !== undefined)
      return send({ status: 200, headers: new Map([['content-type', HTML]]), body }, request, facts);
    if (!encoded.headers.has('content-type')) encoded.headers.set('content-type', TEXT);
  }
  return send(encoded, request, facts, true);
}

/** 404 in the node's words. */
export async function answerNotFound(request: HttpRequest, facts: Facts): Promise<Response> {
  if (facts.form === 'httpsig' && !facts.opened) return send(await encodeNotFound(facts), request, facts, true);
  const error = new PocketbeamError('not-found', `There is nothing at ${facts.path}.`, {
    next: 'Check the spelling, and whether the process has patched this key yet.',
    status: 404,
  });
  return answerError(error, request, facts);
}

/** An error as JSON: `{ code, message, cause?, next?, details? }`; a 404 as text unless another form was asked for. */
export async function answerError(error: PocketbeamError, request: HttpRequest, facts: Facts): Promise<Response> {
  const status = (facts.strict ? error.strictStatus : undefined) ?? error.status;
  if (error.code === 'bad-parameter-value' && facts.form === 'httpsig' && !facts.opened) {
    const encoded = await encodeNotFound(facts);
    encoded.headers.set('pocketbeam-code', error.code);
    return send(encoded, request, facts, true);
  }
  const headers = new Map([...Object.entries(error.headers ?? {}), ['pocketbeam-code', error.code]] as [
    string,
    string,
  ][]);
  let body: string;
  if (facts.opened) {
    headers.set('content-type', HTML);
    body = pageOfError(error.code, error.message, error.next);
  } else if (status === 404 && facts.form === 'httpsig') {
    headers.set('ao-types', 'status="integer"');
    body = binary(error.message);
  } else {
    headers.set('content-type', 'application/json');
    const { code, message, cause, next, details } = error.toJSON();
    body = binary(JSON.stringify({ code, message, cause, next, details }));
  }
  headers.set('status', String(status));
  return send({ status, headers, body }, request, facts);
}

/** An error as the answer to a request that its handler does not see, with what every answer carries. */
export const refuse = (error: PocketbeamError, request: HttpRequest): Promise<Response> =>
  answerError(error, request, {
    path: '',
    diagnostics: new Set(),
    slot: undefined,
    form: 'httpsig',
    strict: false,
    inPage: true,
    opened: isNavigation(request),
  });

const HTML = 'text/html; charset=utf-8';
const TEXT = 'text/plain; charset=utf-8';

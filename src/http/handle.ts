/**
 * The one handler behind every way in: `handle(request) → response`. The Service Worker, the worker, the Node server and
 * the tests differ only in the store and the computer they give it (design §1).
 */
import type { Computer, Context } from '../core/device.ts';
import { PocketbeamError, toPocketbeamError } from '../core/errors.ts';
import { parseHyperPath } from '../core/hyperpath/parse.ts';
import type { Store } from '../core/ports/store.ts';
import { resolve } from '../core/resolve.ts';
import { binary, type Message } from '../core/value.ts';
import { resolver } from '../devices/index.ts';
import { answer, answerError, answerNotFound, answerOptions, type Facts } from './answer.ts';
import { hyperPathOf, type Mode } from './ours.ts';

export interface HandlerOptions {
  store: Store;
  computer: Computer;
  mode: Mode;
  /** Path that the HyperPATHs start behind, such as a Service Worker's scope: `/app/`. Default `/`. */
  base?: string;
}

/** Resolves to undefined when the request is not ours. Never rejects. */
export type Handler = (request: Request) => Promise<Response | undefined>;

/** A node reads for every method but POST, which sends a message. */
const SENDS = 'POST';

export function createHandler({ store, computer, mode, base = '/' }: HandlerOptions): Handler {
  return async (request) => {
    const path = hyperPathOf(request.url, mode, base);
    if (path === undefined) return undefined;
    const facts: Facts = { path, diagnostics: new Set(), slot: undefined };
    try {
      if (request.method === 'OPTIONS') return answerOptions();
      if (request.method === SENDS) throw postNotReady(path);
      const context: Context = {
        store,
        computer,
        diagnose: (code) => void facts.diagnostics.add(code),
        atSlot: (slot) => {
          facts.slot = slot;
        },
      };
      const subject = await resolve(resolver, parseHyperPath(path), requestMessage(request), context);
      const value = await subject.load();
      return value === undefined ? await answerNotFound(request, facts) : await answer(value, request, facts);
    } catch (error) {
      return answerError(toPocketbeamError(error), request, facts);
    }
  };
}

/** Every header of a request is a key of its message, and so is its method. */
function requestMessage(request: Request): Message {
  const message: Message = new Map([['method', request.method]]);
  request.headers.forEach((value, name) => message.set(name, binary(value)));
  return message;
}

const postNotReady = (path: string): PocketbeamError =>
  new PocketbeamError('not-implemented', `POST ${path} is not answered yet.`, {
    cause: 'This version reads over HTTP; messages go in through the client.',
    next: 'Use createPocketbeam().message(), or pocketbeam serve --load for a first state.',
    status: 501,
  });

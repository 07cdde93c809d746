/**
 * The one handler behind every way in: `handle(request) → response`. The Service Worker, the worker, the Node server and
 * the tests differ only in the store and the computer they give it (design §1).
 */
import type { Computer, Incoming } from '../core/device.ts';
import { toPocketbeamError } from '../core/errors.ts';
import { decodeRequest } from '../codecs/request.ts';
import { parseHyperPath } from '../core/hyperpath/parse.ts';
import type { Store } from '../core/ports/store.ts';
import { resolve } from '../core/resolve.ts';
import { binaryOf, type Message } from '../core/value.ts';
import { createContext } from '../devices/context.ts';
import { resolver } from '../devices/index.ts';
import { answer, answerError, answerNotFound, answerOptions, type Facts } from './answer.ts';
import { hyperPathOf, type Mode } from './ours.ts';

export interface HandlerOptions {
  store: Store;
  computer: Computer;
  mode: Mode;
  /** Called when a request has scheduled a message: whoever computes in the background may begin. */
  onScheduled?: (process: string, slot: number) => void;
  /** Path that the HyperPATHs start behind, such as a Service Worker's scope: `/app/`. Default `/`. */
  base?: string;
  /** Answers as a real node does where that has a plain defect, as far as it is a matter of HTTP. Default false. */
  strict?: boolean;
}

/** Resolves to undefined when the request is not ours. Never rejects. */
export type Handler = (request: Request) => Promise<Response | undefined>;

export function createHandler({
  store,
  computer,
  mode,
  base = '/',
  strict = false,
  onScheduled,
}: HandlerOptions): Handler {
  return async (request) => {
    const path = hyperPathOf(request.url, mode, base);
    if (path === undefined) return undefined;
    const facts: Facts = { path, diagnostics: new Set(), slot: undefined };
    try {
      if (request.method === 'OPTIONS') return answerOptions();
      const { message, incoming } = await requestMessage(request, path);
      const context = createContext({
        ...(incoming ? { incoming } : {}),
        scheduled: (process, slot) => onScheduled?.(process, slot),
        store,
        computer,
        strict,
        diagnose: (code) => void facts.diagnostics.add(code),
        atSlot: (slot) => {
          facts.slot = slot;
        },
      });
      const subject = await resolve(resolver, parseHyperPath(path), message, context);
      const value = await subject.load();
      return value === undefined ? await answerNotFound(request, facts) : await answer(value, request, facts);
    } catch (error) {
      return answerError(toPocketbeamError(error), request, facts);
    }
  };
}

const READS = new Set(['GET', 'HEAD']);

/**
 * Every header of a request is a key of its message, and so is its method; a body is taken apart as httpsig. What comes
 * by POST may be scheduled.
 */
async function requestMessage(request: Request, path: string): Promise<{ message: Message; incoming?: Incoming }> {
  const { method } = request;
  const headers = [...request.headers];
  // Not even asked for where there can be none: reads are many.
  const body = READS.has(method) ? '' : binaryOf(new Uint8Array(await request.arrayBuffer()));
  if (method !== 'POST' && body === '' && !request.headers.has('signature'))
    return { message: new Map([...headers, ['method', method]]) };
  const { message, committed, identity } = await decodeRequest({ method, path, headers, body });
  message.delete('path');
  if (method !== 'POST') return { message };
  const { id, signers, verify } = identity;
  return { message, incoming: { message: committed, id, signer: signers[0] ?? '', verify } };
}

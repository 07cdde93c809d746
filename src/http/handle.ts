/**
 * The one handler behind every way in: `handle(request) → response`. The Service Worker, the worker, the Node server and
 * the tests differ only in the store and the computer they give it (design §1).
 */
import type { Computer, Context, Incoming } from '../core/device.ts';
import { FailedAnswer, toPocketbeamError } from '../core/errors.ts';
import { unsignedIdentity } from '../codecs/commitments.ts';
import { unsignedId } from '../codecs/message-id.ts';
import { decodeRequest } from '../codecs/request.ts';
import { parseHyperPath } from '../core/hyperpath/parse.ts';
import type { HyperPath } from '../core/hyperpath/types.ts';
import type { Store } from '../core/ports/store.ts';
import { resolve } from '../core/resolve.ts';
import type { Message, Value } from '../core/value.ts';
import { MAX_BODY } from '../core/limits.ts';
import { createContext } from '../devices/context.ts';
import { resolver } from '../devices/index.ts';
import { answer, answerError, answerNotFound } from './answer.ts';
import type { Facts } from './facts.ts';
import { negotiate } from './negotiate.ts';
import { hyperPathOf, type Mode } from './ours.ts';
import { checkHeaders, readBody } from './read-body.ts';
import { answerOptions, answerRoot } from './send.ts';

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
  /** Bytes that the body of a request may have; a longer one is answered with 413. Default 16 MiB. */
  maxBody?: number;
}

/** Resolves to undefined when the request is not ours. Never rejects. */
export type Handler = (request: Request) => Promise<Response | undefined>;

export function createHandler({
  store,
  computer,
  mode,
  base = '/',
  strict = false,
  maxBody = MAX_BODY,
  onScheduled,
}: HandlerOptions): Handler {
  return async (request) => {
    const path = hyperPathOf(request.url, mode, base);
    if (path === undefined) return undefined;
    const facts: Facts = {
      path,
      diagnostics: new Set(),
      slot: undefined,
      form: 'httpsig',
      strict,
      asciiOnly: mode === 'page',
    };
    try {
      if (request.method === 'OPTIONS') return answerOptions();
      if (strict && READS.has(request.method) && path === '/') return answerRoot();
      // Until the request is read, for what fails on the way.
      if (request.headers.get('accept') === 'application/json') facts.form = 'json';
      const parsed = parseHyperPath(path);
      const { message, incoming, commitments } = await requestMessage(request, path, maxBody);
      facts.form = negotiate((key) => textOf(parsed, message, key), strict);
      const context = createContext({
        ...(incoming ? { incoming } : {}),
        ...(commitments ? { commitments } : {}),
        scheduled: (process, slot) => onScheduled?.(process, slot),
        store,
        computer,
        strict,
        diagnose: (code) => void facts.diagnostics.add(code),
        atSlot: (slot) => {
          facts.slot = slot;
        },
      });
      const value = await valueAt(parsed, message, context);
      return value === undefined ? await answerNotFound(request, facts) : await answer(value, request, facts);
    } catch (error) {
      return answerError(toPocketbeamError(error), request, facts);
    }
  };
}

/** A key of the request, from its query or else its message, if it is a text. */
function textOf({ query }: HyperPath, message: Message, key: string): string | undefined {
  const asked = query.get(key);
  const value = asked ? 'value' in asked && asked.value : message.get(key);
  return typeof value === 'string' ? value : undefined;
}

/** What a path leads to; where a device has ended it with an answer of its own, that. */
async function valueAt(path: HyperPath, message: Message, context: Context): Promise<Value | undefined> {
  try {
    return await (await resolve(resolver, path, message, context)).load();
  } catch (error) {
    if (error instanceof FailedAnswer) return error.value;
    throw error;
  }
}

/** What a request says. */
interface Asked {
  message: Message;
  incoming?: Incoming;
  /** Made when somebody looks at them: most reads need none. */
  commitments?: () => Promise<Value>;
}

const READS = new Set(['GET', 'HEAD']);

/**
 * Every header of a request is a key of its message, and so is its method; a body is taken apart as httpsig. What comes
 * by POST may be scheduled.
 */
async function requestMessage(request: Request, path: string, maxBody: number): Promise<Asked> {
  const { method } = request;
  const headers = [...request.headers];
  checkHeaders(headers);
  // Not even asked for where there can be none: reads are many.
  const body = READS.has(method) ? '' : await readBody(request, maxBody);
  if (method !== 'POST' && body === '' && !request.headers.has('signature'))
    return {
      message: new Map([...headers, ['method', method]]),
      commitments: async () => unsignedIdentity(await unsignedId(new Map(headers))).commitments,
    };
  const { message, committed, identity } = await decodeRequest({ method, path, headers, body });
  message.delete('path');
  if (method !== 'POST') return { message };
  const { id, signers, verify } = identity;
  return { message, incoming: { message: committed, id, signer: signers[0] ?? '', verify } };
}

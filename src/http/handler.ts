/**
 * The one handler behind every way in: `handle(request) → response`. The Service Worker, the worker, the Node server and
 * the tests differ only in the store, the computer and the devices they give it (design §1). `handle.ts` has all devices.
 */
import type { Computer, Context, Cron, DryRunner, Incoming, Pushes, Relay } from '../core/device.ts';
import { FailedAnswer, toPocketbeamError } from '../core/errors.ts';
import { unsignedIdentity } from '../codecs/commitments.ts';
import { unsignedId } from '../codecs/message-id.ts';
import type { NodeWallet } from '../codecs/node-wallet.ts';
import { decodeRequest } from '../codecs/request.ts';
import { parseHyperPath } from '../core/hyperpath/parse.ts';
import type { HyperPath } from '../core/hyperpath/types.ts';
import type { Store } from '../core/ports/store.ts';
import { resolve, type Resolver } from '../core/resolve.ts';
import { Elsewhere } from '../core/elsewhere.ts';
import type { Message, Value } from '../core/value.ts';
import { MAX_BODY } from '../core/limits.ts';
import { contextOf } from '../devices/context-of.ts';
import { answer, answerError, answerNotFound } from './answer.ts';
import type { Facts, SignAnswer } from './facts.ts';
import { negotiate } from './negotiate.ts';
import { hyperPathOf, type Mode } from './ours.ts';
import { isNavigation } from './page.ts';
import { checkHeaders, readBody } from './read-body.ts';
import { answerOptions } from './send.ts';

export interface HandlerOptions {
  /** The devices there are. */
  resolver: Resolver;
  /** Answers what needs a device that is `Elsewhere`. Default: nobody does, which is 503. */
  elsewhere?: (request: PassedOn) => Promise<Response>;
  store: Store;
  computer: Computer;
  mode: Mode;
  /** Called when a request has scheduled a message: whoever computes in the background may begin. */
  onScheduled?: (process: string, slot: number) => void;
  /** Who runs the tasks of `cron@1.0`. Default: nobody. */
  cron?: Cron;
  /** Who pushes on what slots send. Default: nobody; `push` only computes. */
  pusher?: Pushes;
  /** Who tries messages. Default: nobody; a dry-run is 503. */
  dryRunner?: DryRunner;
  /** Who passes requests on for `relay@1.0`. Default: nobody; it is 403. */
  relay?: Relay;
  /** Path that the HyperPATHs start behind, such as a Service Worker's scope: `/app/`. Default `/`. */
  base?: string;
  /** Answers as a real node does where that has a plain defect, as far as it is a matter of HTTP. Default false. */
  strict?: boolean;
  /** The key that `commit` signs with. Default: it does not sign. */
  wallet?: NodeWallet;
  /** Signs answers that are messages, and assignments. Default: nothing is signed. */
  signing?: Signing;
  /** Bytes that the body of a request may have; a longer one is answered with 413. Default 8 MiB. */
  maxBody?: number;
}

/** How a node signs what it says. */
export interface Signing {
  sign: SignAnswer;
  /** The store with signed assignments. */
  schedule: Store;
}

/** What is looked at of a request. */
export type HttpRequest = Pick<Request, 'url' | 'method' | 'headers' | 'mode' | 'body' | 'arrayBuffer'>;

/** A request that has been read. `body` is a byte string. */
export interface PassedOn {
  request: HttpRequest;
  body: string;
}

/** Resolves to undefined when the request is not ours. Never rejects. */
export type Handler = (request: HttpRequest) => Promise<Response | undefined>;

export function handlerOf({
  resolver,
  elsewhere,
  store,
  computer,
  mode,
  base = '/',
  strict = false,
  maxBody = MAX_BODY,
  wallet,
  signing,
  onScheduled,
  // Of what is left, a context takes what it knows.
  ...others
}: HandlerOptions): Handler {
  return async (request) => {
    const path = hyperPathOf(request.url, mode, base, request.headers);
    if (path === undefined) return undefined;
    const facts: Facts = {
      path,
      diagnostics: new Set(),
      slot: undefined,
      form: 'httpsig',
      strict,
      inPage: mode === 'page',
      opened: isNavigation(request),
      ...(signing ? { sign: signing.sign } : {}),
    };
    let body = '';
    let scheduled = false;
    try {
      if (request.method === 'OPTIONS') return answerOptions();
      // Until the request is read, for what fails on the way.
      if (request.headers.get('accept') === 'application/json') facts.form = 'json';
      const parsed = parseHyperPath(path);
      const headers = [...request.headers];
      checkHeaders(headers);
      // Not even asked for where there can be none: reads are many.
      if (!READS.has(request.method)) body = await readBody(request, maxBody);
      const { message, incoming, commitments } = await requestMessage(request.method, path, headers, body);
      facts.form = negotiate((key) => textOf(parsed, message, key), strict);
      const context = contextOf(resolver, {
        ...(incoming ? { incoming } : {}),
        ...(commitments ? { commitments } : {}),
        scheduled: (process, slot) => {
          scheduled = true;
          onScheduled?.(process, slot);
        },
        ...others,
        store,
        computer,
        strict,
        ...(signing ? { schedule: signing.schedule } : {}),
        ...wallet,
        diagnose: (code) => void facts.diagnostics.add(code),
        atSlot: (slot) => {
          facts.slot = slot;
        },
      });
      const value = await valueAt(resolver, parsed, message, context, facts);
      return value === undefined ? await answerNotFound(request, facts) : await answer(value, request, facts);
    } catch (error) {
      // What has taken a slot on the way would take another one there.
      if (error instanceof Elsewhere && elsewhere && !scheduled)
        return elsewhere({ request, body }).catch((refused: unknown) =>
          answerError(toPocketbeamError(refused), request, facts),
        );
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
async function valueAt(
  resolver: Resolver,
  path: HyperPath,
  message: Message,
  context: Context,
  facts: Facts,
): Promise<Value | undefined> {
  try {
    return await (await resolve(resolver, path, message, context)).load();
  } catch (error) {
    if (!(error instanceof FailedAnswer)) throw error;
    facts.code = error.code;
    return error.value;
  }
}

/** What a request says. */
interface Asked {
  message: Message;
  incoming?: Incoming;
  /** Made when somebody looks at them: most reads need none. */
  commitments?: () => Promise<Value>;
}

/** Methods that only read. */
export const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * Every header of a request is a key of its message, and so is its method; a body is taken apart as httpsig. What comes
 * by POST may be scheduled.
 */
async function requestMessage(method: string, path: string, headers: [string, string][], body: string): Promise<Asked> {
  if (method !== 'POST' && body === '' && !headers.some(([name]) => name === 'signature'))
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

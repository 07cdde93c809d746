/**
 * Calls between a page and its workers: comlink behind one door, with what it lacks. Errors keep their code, a worker
 * that fails, hangs or is stopped rejects what is pending, a worker that never starts is noticed, and a worker can tell
 * what it was not asked.
 */
import * as Comlink from 'comlink';
import { fromCloneable, toCloneable } from '../core/cloneable.ts';
import { PocketbeamError, toPocketbeamError, type ErrorData } from '../core/errors.ts';
import { cutShort } from './cut-short.ts';
import { watch } from './watch.ts';

/** Anything with methods that return promises of structured-cloneable values. */
export type Methods<T> = { [K in keyof T]: (...args: never[]) => Promise<unknown> };

type Envelope = { value: unknown } | { error: ErrorData };

interface Exposed {
  call(method: string, args: unknown[]): Promise<Envelope>;
}

const START_TIMEOUT_MS = 20_000;
const HELLO = '';

/** A message that answers no call; comlink passes over what has no `id`. */
interface Told {
  told: unknown;
}

/**
 * Offers `api` to whoever started this worker.
 * @returns tells that one something, a structured-cloneable value: {@link ConnectOptions.onTold}.
 */
export function expose<T extends Methods<T>>(
  api: T,
  endpoint: Comlink.Endpoint = globalThis as unknown as Comlink.Endpoint,
): (what: unknown) => void {
  const exposed: Exposed = {
    async call(method, args) {
      if (method === HELLO) return { value: undefined };
      try {
        const run = Object.hasOwn(api, method)
          ? (api[method as keyof T] as unknown as (...args: unknown[]) => Promise<unknown>)
          : undefined;
        if (!run) throw new PocketbeamError('unknown-method', `There is no method ${method}.`);
        return { value: toCloneable(await run(...args.map(fromCloneable))) };
      } catch (error) {
        return { error: toPocketbeamError(error).toJSON() };
      }
    },
  };
  Comlink.expose(exposed, endpoint);
  return (what) => endpoint.postMessage({ told: what } satisfies Told);
}

export interface Connection<T> {
  /** The other side's methods. */
  readonly remote: T;
  /** Resolves when the connection has ended, with the error that pending and later calls reject with. */
  readonly ended: Promise<PocketbeamError>;
  /** Ends the connection: what is pending and what comes later rejects with `reason`. */
  close(reason: PocketbeamError): void;
}

export interface ConnectOptions {
  /** Called with what the worker tells of its own accord. */
  onTold?: (what: unknown) => void;
  /**
   * A worker that owes an answer and is silent for some three times as long has failed, milliseconds. Not for one that
   * computes in its own thread. Default: it may be silent for ever.
   */
  pingEveryMs?: number;
}

/**
 * Connects to a worker that calls {@link expose}.
 * @throws PocketbeamError `worker-failed` when the script cannot be loaded or does not answer; so do calls later, when
 * the worker fails. It is not terminated.
 */
export async function connect<T extends Methods<T>>(
  worker: Worker,
  name: string,
  { onTold, pingEveryMs }: ConnectOptions = {},
): Promise<Connection<T>> {
  const exposed = Comlink.wrap<Exposed>(worker);
  let fail: (error: PocketbeamError) => void = () => undefined;
  const ended = new Promise<PocketbeamError>((resolve) => {
    fail = resolve;
  });
  const untilEnded = cutShort(ended);
  worker.addEventListener('error', (event) => {
    // Told to the callers; unhandled, that of a worker's worker would count as an error of the worker too.
    event.preventDefault();
    fail(workerFailed(name, event.message || 'its script could not be loaded'));
  });
  worker.addEventListener('messageerror', () => {
    fail(workerFailed(name, 'a message could not be read'));
  });
  if (onTold)
    worker.addEventListener('message', ({ data }: MessageEvent<Partial<Told> | undefined>) => {
      if (data && 'told' in data) onTold(data.told);
    });
  const watched =
    pingEveryMs === undefined
      ? undefined
      : watch(
          pingEveryMs,
          () => exposed.call(HELLO, []),
          () => fail(workerFailed(name, 'it does not answer any more')),
        );

  const call = async (method: string, args: unknown[]): Promise<unknown> => {
    watched?.begin();
    try {
      const envelope = await untilEnded<Envelope>(exposed.call(method, args.map(toCloneable)));
      if ('error' in envelope) throw PocketbeamError.from(envelope.error);
      return fromCloneable(envelope.value);
    } finally {
      watched?.end();
    }
  };
  const remote = methodsBy<T>(call);

  const timer = setTimeout(() => {
    fail(workerFailed(name, `it did not start within ${START_TIMEOUT_MS / 1000} s`));
  }, START_TIMEOUT_MS);
  await call(HELLO, []).finally(() => clearTimeout(timer));
  return { remote, ended, close: fail };
}

/** An object with every method: each is a call by its name. */
export function methodsBy<T extends Methods<T>>(call: (method: string, args: unknown[]) => Promise<unknown>): T {
  return new Proxy({} as T, {
    // What answered `then` would be taken for a promise.
    get: (_, method) =>
      typeof method === 'string' && method !== 'then' ? (...args: unknown[]) => call(method, args) : undefined,
  });
}

/** @param why a clause, such as `it does not answer any more`. */
export function workerFailed(name: string, why: string): PocketbeamError {
  return new PocketbeamError('worker-failed', `The ${name} worker of Pocketbeam failed: ${why}.`, {
    next: 'Reload the page. If it stays, check that the worker files are served and that the page allows workers (CSP worker-src).',
    status: 503,
  });
}

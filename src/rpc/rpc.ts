/**
 * Calls between a page and its workers: comlink behind one door, with what it lacks. Errors keep their code, a worker
 * that fails or is stopped rejects what is pending, a worker that never starts is noticed.
 */
import * as Comlink from 'comlink';
import { fromCloneable, toCloneable } from '../core/cloneable.ts';
import { PocketbeamError, toPocketbeamError, type ErrorData } from '../core/errors.ts';

/** Anything with methods that return promises of structured-cloneable values. */
export type Methods<T> = { [K in keyof T]: (...args: never[]) => Promise<unknown> };

type Envelope = { value: unknown } | { error: ErrorData };

interface Exposed {
  call(method: string, args: unknown[]): Promise<Envelope>;
}

const START_TIMEOUT_MS = 20_000;
const HELLO = '';

/** Offers `api` to whoever started this worker. */
export function expose<T extends Methods<T>>(api: T, endpoint?: Comlink.Endpoint): void {
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
}

export interface Connection<T> {
  /** The other side's methods. */
  readonly remote: T;
  /** Ends the connection: what is pending and what comes later rejects with `reason`. */
  close(reason: PocketbeamError): void;
}

/**
 * Connects to a worker that calls {@link expose}.
 * @throws PocketbeamError `worker-failed` when the script cannot be loaded or does not answer.
 */
export async function connect<T extends Methods<T>>(worker: Worker, name: string): Promise<Connection<T>> {
  const exposed = Comlink.wrap<Exposed>(worker);
  let fail: (error: PocketbeamError) => void = () => undefined;
  const closed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  closed.catch(() => undefined);
  worker.addEventListener('error', (event) => {
    fail(failed(name, event.message || 'its script could not be loaded'));
  });
  worker.addEventListener('messageerror', () => {
    fail(failed(name, 'a message could not be read'));
  });

  const call = async (method: string, args: unknown[]): Promise<unknown> => {
    const envelope = await Promise.race([exposed.call(method, args.map(toCloneable)), closed]);
    if ('error' in envelope) throw PocketbeamError.from(envelope.error);
    return fromCloneable(envelope.value);
  };
  const remote = new Proxy({} as T, {
    // A proxy that answered `then` would be taken for a promise.
    get: (_, method) =>
      typeof method === 'string' && method !== 'then' ? (...args: unknown[]) => call(method, args) : undefined,
  });

  const timer = setTimeout(() => {
    fail(failed(name, `it did not start within ${START_TIMEOUT_MS / 1000} s`));
  }, START_TIMEOUT_MS);
  try {
    await call(HELLO, []);
  } finally {
    clearTimeout(timer);
  }
  return { remote, close: fail };
}

function failed(name: string, why: string): PocketbeamError {
  return new PocketbeamError('worker-failed', `The ${name} worker of Pocketbeam failed: ${why}.`, {
    next: 'Reload the page. If it stays, check that the worker files are served and that the page allows workers (CSP worker-src).',
    status: 503,
  });
}

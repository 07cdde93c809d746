/**
 * The worker of a page, for as long as the page lives: started anew when it has failed, ended while the page is put away.
 * What was asked and may be asked twice is asked once more; the rest is told that its fate is not known.
 */
import { PocketbeamError } from '../core/errors.ts';
import { connect, methodsBy, workerFailed, type Connection, type Methods } from '../rpc/rpc.ts';

export interface LinkOptions<T> {
  /** Makes the worker. */
  start: () => Worker;
  /** Called with each new worker, before anything else is asked of it. */
  begin: (remote: T) => Promise<void>;
  /** Whether a call may be made a second time: it changes nothing, or the second time finds what the first has done. */
  mayRepeat: (method: string, args: readonly unknown[]) => boolean;
  /** Called with what the worker tells of its own accord. */
  onTold: (what: unknown) => void;
  /** Called when a worker has failed; the next call starts another. */
  onFailed: (error: PocketbeamError) => void;
}

export interface Link<T> {
  readonly remote: T;
  /** Calls a method of the remote by its name. */
  call(method: string, args: unknown[]): Promise<unknown>;
  /** Starts the worker if it does not run. @throws PocketbeamError `worker-failed`, or what `begin` throws. */
  open(): Promise<void>;
  /** The page is put away: ends the worker, so that nothing of it is held, and keeps calls until {@link wake}. */
  rest(): void;
  wake(): void;
  /** Ends the worker for good: calls reject with `reason`. */
  end(reason: PocketbeamError): void;
}

/** In errors. */
const NAME = 'coordinator';
/** How often a worker that owes an answer is asked whether it is there. */
const PING_EVERY_MS = 5_000;

interface Running<T> {
  worker: Worker;
  connection: Promise<Connection<T>>;
  begun: Promise<T>;
}

export function createLink<T extends Methods<T>>(options: LinkOptions<T>): Link<T> {
  const { start, begin, mayRepeat, onTold, onFailed } = options;
  let running: Running<T> | undefined;
  let over: PocketbeamError | undefined;
  let rest: { ends: Promise<void>; end: () => void } | undefined;

  function open(): Promise<T> {
    if (running) return running.begun;
    let worker: Worker;
    try {
      worker = start();
    } catch (error) {
      return Promise.reject(workerFailed(NAME, String(error)));
    }
    const connection = connect<T>(worker, NAME, { onTold, pingEveryMs: PING_EVERY_MS });
    const begun = connection.then(async ({ remote }) => {
      await begin(remote);
      return remote;
    });
    const made = (running = { worker, connection, begun });
    const lose = (error: unknown): void => {
      if (running !== made) return;
      const reason = error instanceof PocketbeamError ? error : workerFailed(NAME, String(error));
      drop(reason);
      onFailed(reason);
    };
    connection.then(({ ended }) => ended.then(lose), lose);
    begun.catch(lose);
    return begun;
  }

  function drop(reason: PocketbeamError): void {
    const dropped = running;
    running = undefined;
    if (!dropped) return;
    dropped.worker.terminate();
    dropped.connection.then(
      ({ close }) => close(reason),
      () => undefined,
    );
  }

  async function call(method: string, args: unknown[]): Promise<unknown> {
    for (let tries = 1; ; tries++) {
      await rest?.ends;
      if (over) throw over;
      try {
        const remote = await open();
        return await (remote[method as keyof T] as unknown as (...args: unknown[]) => Promise<unknown>)(...args);
      } catch (error) {
        const { code } = error as Partial<PocketbeamError>;
        const isLost = code === RESTED || (code === 'worker-failed' && tries === 1);
        if (!isLost || !mayRepeat(method, args)) throw error;
      }
    }
  }

  return {
    remote: methodsBy<T>(call),
    call,
    async open() {
      await open();
    },
    rest() {
      if (rest || over) return;
      let end = (): void => undefined;
      rest = { ends: new Promise((resolve) => (end = resolve)), end };
      drop(rested());
    },
    wake() {
      rest?.end();
      rest = undefined;
    },
    end(reason) {
      over = reason;
      drop(reason);
      rest?.end();
    },
  };
}

const RESTED = 'page-rested';

function rested(): PocketbeamError {
  return new PocketbeamError(RESTED, 'The page was put away before the answer came.', {
    cause: 'It went into the back/forward cache, or was frozen in the background; it may have been done.',
    next: 'Look whether it was, else call again.',
    status: 503,
  });
}

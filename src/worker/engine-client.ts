/** The engine worker as the coordinator sees it: started when needed, timed, terminated when it does not come back. */
import { PocketbeamError } from '../core/errors.ts';
import type { Engine } from '../core/ports/engine.ts';
import { connect, type Connection } from '../rpc/rpc.ts';

/** Longer than the gas of a message allows; what is still running then has found a way around it. */
const TERMINATE_AFTER_MS = 20_000;

export interface EngineClient extends Engine {
  /** Ends the call that runs, as if it had not come back; nothing happens while none does. */
  interrupt(): void;
  stop(): void;
}

/** @param start makes the engine worker; called again after a termination. */
export function createEngineClient(start: () => Worker, terminateAfterMs = TERMINATE_AFTER_MS): EngineClient {
  let running: { worker: Worker; connection: Promise<Connection<Engine>> } | undefined;
  let last: Promise<unknown> = Promise.resolve();
  /** Ends the call that is timed. */
  let endTimed: ((how: string) => void) | undefined;

  const engine = async (): Promise<Engine> => {
    if (!running) {
      const worker = start();
      const made = (running = { worker, connection: connect<Engine>(worker, 'engine') });
      // One that could not be started or has crashed: the next call starts another.
      const drop = (reason: PocketbeamError): void => {
        if (running === made) stop(reason);
      };
      made.connection.then(({ ended }) => ended.then(drop), drop);
    }
    return (await running.connection).remote;
  };

  function stop(reason: PocketbeamError): void {
    const stopped = running;
    running = undefined;
    if (!stopped) return;
    stopped.worker.terminate();
    stopped.connection.then(
      (connection) => connection.close(reason),
      () => undefined,
    );
  }

  async function timed<T>(what: string, details: Record<string, unknown>, work: Promise<T>): Promise<T> {
    const end = (endTimed = (how: string): void =>
      stop(
        new PocketbeamError('engine-terminated', `${what} ${how}`, {
          next: 'Processes stand as they were before. Mend the function, a handler by Eval, and try again.',
          details,
        }),
      ));
    const late = `did not end within ${terminateAfterMs / 1000} s and was stopped. A function loops, or a text pattern takes for ever.`;
    const timer = setTimeout(() => end(late), terminateAfterMs);
    return work.finally(() => {
      clearTimeout(timer);
      endTimed = undefined;
    });
  }

  const slotTimed = <T>(process: string, slot: number, work: Promise<T>): Promise<T> =>
    timed(`Slot ${slot}`, { process, slot }, work);

  /** One call at a time: the engine has one thread, and a termination must hit nobody but the call that caused it. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  }

  return {
    position: (process) => inTurn(async () => (await engine()).position(process)),
    run: (process, slot, message, env) =>
      inTurn(async () => slotTimed(process, slot, (await engine()).run(process, slot, message, env))),
    call: (process, slot, call) =>
      inTurn(async () => slotTimed(process, slot, (await engine()).call(process, slot, call))),
    trial: (process, message, env) =>
      inTurn(async () => timed('A dry-run', { process }, (await engine()).trial(process, message, env))),
    read: (call) => inTurn(async () => timed('A dynamic read', {}, (await engine()).read(call))),
    skip: (process, slot) => inTurn(async () => (await engine()).skip(process, slot)),
    snapshot: (process) =>
      inTurn(async () =>
        running ? timed('A heap snapshot', { process }, (await engine()).snapshot(process)) : undefined,
      ),
    restore: (process, snapshot) =>
      inTurn(async () => slotTimed(process, snapshot.slot, (await engine()).restore(process, snapshot))),
    drop: (process) =>
      inTurn(async () => {
        if (running) await (await engine()).drop(process);
      }),
    interrupt: () => endTimed?.('was stopped by hand.'),
    stop: () => stop(new PocketbeamError('stopped', 'This Pocketbeam was stopped.')),
  };
}

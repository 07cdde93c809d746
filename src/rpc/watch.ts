/** Looking after a worker that owes an answer: one whose thread hangs raises no event. */

export interface Watch {
  /** A call begins. */
  begin(): void;
  /** A call is over. */
  end(): void;
}

/** So many questions in a row without an answer: one may fall into a computer's sleep. */
const MISSED = 2;

/**
 * While calls are pending, asks every `everyMs` milliseconds whether somebody is there.
 * @param ping resolves when the worker has answered.
 * @param fail called when it does not.
 */
export function watch(everyMs: number, ping: () => Promise<unknown>, fail: () => void): Watch {
  let pending = 0;
  let missed = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const look = (): void => {
    if (missed >= MISSED) return fail();
    missed++;
    ping().then(
      () => (missed = 0),
      () => undefined,
    );
  };
  return {
    begin() {
      if (pending++ > 0) return;
      missed = 0;
      timer = setInterval(look, everyMs);
    },
    end() {
      if (--pending === 0) clearInterval(timer);
    },
  };
}

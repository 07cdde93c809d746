/** Waiting for many things, one after the other, that all end with the same one. */

/**
 * Waits for work until `end` has come, from when on all of it rejects with what that resolves to. `Promise.race` with one
 * promise that lasts would keep something of every work there was, for as long as that one is pending.
 */
export function cutShort(end: Promise<Error>): <T>(work: Promise<T>) => Promise<T> {
  const waiting = new Set<(error: Error) => void>();
  let over: Error | undefined;
  void end.then((error) => {
    over = error;
    for (const reject of waiting) reject(error);
  });
  return (work) =>
    new Promise((resolve, reject) => {
      if (over) reject(over);
      waiting.add(reject);
      void work.then(resolve, reject).finally(() => waiting.delete(reject));
    });
}

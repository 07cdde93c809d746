/**
 * A function that runs `work` now, or once more when it is already running: any number of calls meanwhile count as one.
 * The promise settles with the run that began after the call.
 */
export function coalesce(work: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;
  return () =>
    (waiting ??= last =
      last
        .catch(() => undefined)
        .then(() => {
          waiting = undefined;
          return work();
        }));
}

/** When the browser puts a page away with everything in it, and when it brings it back. */

/**
 * A page in the back/forward cache, or frozen in the background, must hold nothing that others wait for: neither the lead
 * nor the database. Its worker would be frozen with it.
 * @param rest called before the page stands still; it runs to its end.
 * @param wake called when the page goes on.
 * @returns ends it.
 */
export function onPutAway(rest: () => void, wake: () => void): () => void {
  const leave = new AbortController();
  const { signal } = leave;
  // The browser tells both of a page in the cache: that it is hidden, and that it freezes.
  let away = false;
  const go = (): void => {
    if (!away) rest();
    away = true;
  };
  const come = (): void => {
    if (away) wake();
    away = false;
  };
  const ifKept =
    (run: () => void) =>
    ({ persisted }: PageTransitionEvent): void => {
      if (persisted) run();
    };
  addEventListener('pagehide', ifKept(go), { signal });
  addEventListener('pageshow', ifKept(come), { signal });
  document.addEventListener('freeze', go, { signal });
  document.addEventListener('resume', come, { signal });
  return () => leave.abort();
}

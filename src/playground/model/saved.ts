/**
 * What people type, kept over a reload: localStorage with names of our own, and without its exceptions. Where storage
 * is off or full, the page works and forgets.
 */

/** Apart for every path that the page is served under, as processes are. */
const PREFIX = `pocketbeam-playground:${location.pathname.replace(/[^/]*$/, '')}:`;

export function load(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** `undefined` forgets. */
export function save(name: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    // The text is still on the page.
  }
}

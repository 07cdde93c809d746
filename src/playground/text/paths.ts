/** HyperPATHs as the page writes them: always from `/`, the scope is put in front where they become URLs. */

/** `/<process>~process@1.0/compute/cache`, or deeper. */
export function cachePath(process: string, ...keys: string[]): string {
  return [`/${process}~process@1.0/compute/cache`, ...keys.map(escapeKey)].join('/');
}

/** The same in the state that a slot has left behind: `/<process>~process@1.0/compute&slot=<slot>/cache`. */
export function cacheAtPath(process: string, slot: number, ...keys: string[]): string {
  return cachePath(process, ...keys).replace('/compute/', `/compute&slot=${slot}/`);
}

/** Whether a path can name the key at all: what parts a path cannot stand in a segment, escaped or not. */
export function isAddressable(key: string): boolean {
  return key !== '' && !/^\.{1,2}$|[/&~()]/.test(key);
}

/** Percent-encoded where needed: also what encodeURIComponent leaves and a HyperPATH gives a meaning to. */
function escapeKey(key: string): string {
  return encodeURIComponent(key.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[~()]/g,
    (c) => `%${c.charCodeAt(0).toString(16)}`,
  );
}

/** A path below the scope of the Service Worker. */
export function scoped(path: string, scope: string): string {
  return scope.replace(/\/$/, '') + path;
}

/** What somebody may have pasted, a whole URL of this site too, as a HyperPATH. */
export function toPath(typed: string, scope: string, origin: string): string {
  let path = typed.trim();
  if (path.startsWith(origin)) path = path.slice(origin.length);
  if (scope !== '/' && path.startsWith(scope)) path = path.slice(scope.length);
  return path.startsWith('/') ? path : `/${path}`;
}

/** Whether Pocketbeam answers this path, and not the server that the page came from. */
export function isHyperPath(path: string): boolean {
  return /^\/+(?:[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])|(?:~|%7e)[a-z0-9-]+@)/i.test(path);
}

/** The same question to another process, if the path asks the first one; otherwise the path as it is. */
export function withProcess(path: string, from: string, to: string): string {
  return from && path.startsWith(`/${from}`) ? `/${to}${path.slice(from.length + 1)}` : path;
}

/** The paths that a button gives at once. */
export const variants: readonly { label: string; path: (process: string) => string }[] = [
  { label: 'compute', path: (process) => cachePath(process) },
  { label: 'now', path: (process) => `/${process}~process@1.0/now/cache` },
  { label: 'cache as JSON', path: (process) => `${cachePath(process)}/serialize~json@1.0` },
  { label: 'current slot', path: (process) => `/${process}~process@1.0/slot/current` },
];

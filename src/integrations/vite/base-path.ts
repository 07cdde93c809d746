/** Path on its origin that Vite serves below, ending in `/`. @param base as configured: a path, a URL, or relative. */
export function basePath(base: string): string {
  return new URL(base, 'http://localhost/').pathname;
}

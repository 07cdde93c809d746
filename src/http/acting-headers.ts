/** Keys of a message that would be more than data as headers: they make whoever reads do something. */
import type { Value } from '../core/value.ts';
import type { Facts } from './facts.ts';

/** What a client does for a whole site, and beyond this answer; and what only Pocketbeam itself says. */
const LASTING =
  /^(?:set-cookie2?|clear-site-data|service-worker-allowed|strict-transport-security|alt-svc|nel|report-to|reporting-endpoints|pocketbeam-.*)$/;
/** What leads away from a page of the app. (The sandbox does not keep Chromium from it.) */
const LEADING = /^(?:refresh|location)$/;
const REDIRECTS: ReadonlySet<Value | undefined> = new Set([301, 302, 303, 307, 308]);

/**
 * Whether a key is such a header, which strict sends as a node does. On a node's own origin a program may lead elsewhere;
 * in a page nobody who reads means to be led there, with what was posted.
 * @param status of the answer: any other than a redirect goes nowhere with a `location`.
 */
export function actingHeaders({ strict, inPage }: Facts, status: Value | undefined): (name: string) => boolean {
  if (strict) return () => false;
  const redirects = REDIRECTS.has(status);
  return (name) => LASTING.test(name) || (inPage && LEADING.test(name) && (redirects || name === 'refresh'));
}

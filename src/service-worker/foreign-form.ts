/** What a page of another site sends here. */
import { PocketbeamError } from '../core/errors.ts';

/**
 * Why a form is refused that another site posts by navigation, the only way in which its requests come to a Service
 * Worker: it would take slots, start processes and name things in the browser of whoever visits that site.
 * @param origin of the Service Worker. A page that sends no referrer counts as another site's.
 * @returns undefined for any other request.
 */
export function foreignForm(
  { mode, method, referrer }: Pick<Request, 'mode' | 'method' | 'referrer'>,
  origin: string,
): PocketbeamError | undefined {
  if (mode !== 'navigate' || method === 'GET' || method === 'HEAD' || referrer.startsWith(`${origin}/`))
    return undefined;
  return new PocketbeamError('foreign-form', 'A form of another site cannot send messages here.', {
    next: 'Use fetch in a page of this one.',
    status: 403,
  });
}

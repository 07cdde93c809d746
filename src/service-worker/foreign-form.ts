/** What a page of another site sends here. */
import { PocketbeamError } from '../core/errors.ts';

/**
 * The refusal of a form that another site posts by navigation, the only way in which its requests come to a Service
 * Worker: it would take slots, start processes and name things in the browser of whoever visits that site.
 * @param origin of the Service Worker. A page that sends no referrer counts as another site's.
 * @returns undefined for any other request.
 */
export function refuseForeignForm(
  { mode, method, referrer }: Pick<Request, 'mode' | 'method' | 'referrer'>,
  origin: string,
): Response | undefined {
  if (mode !== 'navigate' || method === 'GET' || method === 'HEAD' || referrer.startsWith(`${origin}/`))
    return undefined;
  const error = new PocketbeamError('foreign-form', 'A form of another site cannot send messages here.', {
    cause: 'The form stands on a page of another origin, or its page sends no referrer.',
    next: 'Send the message by fetch from a page of this origin.',
    status: 403,
  });
  const { code, message, cause, next, status } = error.toJSON();
  return Response.json(
    { code, message, cause, next },
    { status: status ?? 403, headers: { 'pocketbeam-code': code, 'cache-control': 'no-store' } },
  );
}

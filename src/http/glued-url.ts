/** Requests to a URL that a client has put together wrongly: aoconnect sets no slash between a base path and what follows. */
import { PocketbeamError } from '../core/errors.ts';
import { LEGACYNET } from '../legacy/legacynet.ts';
import type { HttpRequest } from './handler.ts';

/** `/hbpush` for `/hb/push`, `/~legacynet@1.0graphql` for `/~legacynet@1.0/graphql`; only what is posted. */
const GLUED = /^[^/]+\/\/[^/]+\/([^/?]+)(push|graphql)(?:\?|$)/;

/** @returns PocketbeamError `glued-url`; undefined for a URL that may be meant as it is. */
export function gluedUrl({ method, url }: Pick<HttpRequest, 'method' | 'url'>): PocketbeamError | undefined {
  const [, base = '', rest = ''] = (method === 'POST' && GLUED.exec(url)) || [];
  if (base === '' || (rest === 'graphql' && base !== `~${LEGACYNET}`)) return undefined;
  return new PocketbeamError('glued-url', `There is no ${base}${rest} here, but perhaps ${base}/${rest}.`, {
    cause: 'aoconnect puts what it asks for right behind the URL it was given.',
    next: 'End the URL, or the GATEWAY_URL, that connect() is given with a slash; or name the GRAPHQL_URL as well.',
    status: 404,
  });
}

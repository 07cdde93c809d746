/** Values as code. */
import { PocketbeamError } from '../core/errors.ts';

/**
 * What the browser would run on the origin of the page that asks for it. A sandbox binds documents alone: as a script or a
 * style sheet, a value of the same origin and the right content type counts as the app's own. The script of a Service
 * Worker is not among them, it never comes by here.
 */
const RUNS = /script|style|worker|worklet|xslt/;

/**
 * Why a request is refused whose answer would run.
 * @param destination what the browser asks for it as; empty for `fetch`.
 */
export function executable({ destination, url }: Pick<Request, 'destination' | 'url'>): PocketbeamError | undefined {
  if (!RUNS.test(destination)) return undefined;
  return new PocketbeamError('executable-value', `${new URL(url).pathname} is not given out as ${destination}.`, {
    cause: 'It would run as code of this site, whoever wrote the process.',
    next: 'Fetch it, and decide yourself what becomes of it.',
    status: 403,
  });
}

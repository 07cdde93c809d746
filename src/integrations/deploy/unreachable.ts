/** Why no answer of a node could be read: clients, and browsers, tell only that it failed. */
import { PocketbeamError } from '../../core/errors.ts';

/** Headers with which publishing asks; a node that refuses them to other sites refuses what is published. */
const HEADERS = { 'content-type': 'application/ans104', 'codec-device': 'ans104@1.0' };

/**
 * Asks it for its address, as publishing does.
 * @param node its origin.
 * @returns `deploy-failed` that tells a node that is not there from one that this page may not read; undefined for one that
 * answers, whatever it says.
 */
export async function unreachable(node: string): Promise<PocketbeamError | undefined> {
  try {
    await fetch(`${node}/~meta@1.0/info/address`, { headers: HEADERS });
    return undefined;
  } catch (error) {
    // An answer that nobody may read tells only that there is one.
    const isThere = await fetch(node, { mode: 'no-cors' }).then(
      () => true,
      () => false,
    );
    return new PocketbeamError(
      'deploy-failed',
      isThere ? `${node} does not let a page of another site publish (CORS).` : `${node} cannot be reached.`,
      {
        cause: isThere
          ? 'Its answers do not have the header access-control-allow-origin.'
          : `The browser says: ${error instanceof Error ? error.message : String(error)}.`,
        next: isThere
          ? 'Publish by the command line, pocketbeam deploy, or through a node that allows it.'
          : 'Check the address, that the node runs, and that a page of https asks one of https.',
        status: 502,
        details: { node },
      },
    );
  }
}

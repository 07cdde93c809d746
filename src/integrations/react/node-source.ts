/** A real node as something that hooks read from, so that an app goes live by one line. */
import { PocketbeamError } from '../../core/errors.ts';
import type { Plain } from '../../core/plain.ts';
import type { CacheSource } from './watch-cache.ts';

export interface NodeSourceOptions {
  /** A node tells nobody of changes, so it is asked again after so many milliseconds. Default 5,000. */
  every?: number;
}

/** Values that `serialize~json@1.0` puts into a map of its own: a single one, and its own name. */
interface Serialized {
  'ao-result'?: string;
  body?: Plain;
  device?: string;
}

/**
 * @param node its URL, such as `https://node.example`.
 * @returns a source for `PocketbeamProvider`. What it reads is asked for again now and then, for as long as a component
 * shows it. Its reads reject with PocketbeamError `node-unreachable`, or `node-refused` when the node answers an error.
 */
export function nodeSource(node: string, { every = 5_000 }: NodeSourceOptions = {}): CacheSource {
  const base = node.replace(/\/+$/, '');
  return {
    async read(path) {
      const url = `${base}${path}/serialize~json@1.0`;
      const answer = await fetch(url).catch((error: unknown) => {
        throw new PocketbeamError('node-unreachable', `${base} does not answer: ${String(error)}.`, {
          next: 'Check the network, and that the node lets pages of other sites read (CORS).',
          status: 504,
        });
      });
      if (answer.status === 404) return undefined;
      if (!answer.ok)
        throw new PocketbeamError('node-refused', `${url} is answered with ${answer.status}.`, {
          next: 'Open the URL to see what the node says.',
          status: answer.status,
        });
      const { device: _, ...given } = (await answer.json()) as Serialized;
      return given['ao-result'] === 'body' ? given.body : given;
    },
    on(_event, listener) {
      const timer = setInterval(() => listener(), every);
      return () => clearInterval(timer);
    },
  };
}

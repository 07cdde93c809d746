/** A Pocketbeam in Node as scenarios use it: the calls of its local API, and requests to its handler. */
import type { NodePocketbeam } from '../node/node-pocketbeam.ts';
import type { Target } from './play.ts';

export const targetOf = ({ api, handle }: Pick<NodePocketbeam, 'api' | 'handle'>): Target => ({
  spawn: (options) => api.spawn(options),
  message: (options) => api.message(options),
  result: (options) => api.result(options),
  async fetch(path, init) {
    const response = await handle(new Request(`http://localhost${path}`, init));
    return { status: response?.status ?? 404, body: (await response?.text()) ?? '' };
  },
});

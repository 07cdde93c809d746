/** A process in the store of a node without an engine, and the ways to ask the scheduler about it. */
import { encodeHttp } from '../../src/codecs/httpsig.ts';
import type { Assignment } from '../../src/core/ports/store.ts';
import { bytesOf, type MapValue } from '../../src/core/value.ts';
import { map, type TestNode } from './test-node.ts';

export const BAKERY = 'bakery'.padEnd(43, '-');
export const NOWHERE = 'no-such-shop'.padEnd(43, '-');
export const AT = `/${BAKERY}~process@1.0`;
export const HOUR = 3_600_000;

export const order = (n: number, keys = {}): Omit<Assignment, 'slot'> => ({
  id: `order-${n}`.padEnd(43, '-'),
  message: map({ type: 'Message', loaf: `rye ${n}`, ...keys }),
  timestamp: n * HOUR,
  height: n * 30,
  anchor: `order ${n}`,
  claims: {},
});

/** Makes a process with these many messages; the n-th is {@link order} n. */
export async function stock({ store }: TestNode, process: string, messages: number): Promise<void> {
  await store.create(process, 'bakery', { ...order(0, { type: 'Process' }), id: process });
  for (let n = 1; n <= messages; n++) await store.append(process, order(n));
}

export async function post(node: TestNode, path: string, message: MapValue): Promise<Response> {
  const { headers, body } = await encodeHttp(message);
  const bytes = body === undefined ? {} : { body: bytesOf(body) };
  return node.fetch(path, { method: 'POST', headers: Object.fromEntries(headers), ...bytes });
}

/** The ways to ask for a function of the scheduler about {@link BAKERY}. @param more parameters: `&from=1`. */
export const ways = (name: string, more = ''): string[] => [
  `/~scheduler@1.0/${name}&target=${BAKERY}${more}`,
  `/~scheduler@1.0/${name}?target=${BAKERY}${more}`,
  `/~scheduler@1.0&target=${BAKERY}/${name}${more}`,
  `/${BAKERY}~scheduler@1.0/${name}${more}`,
  `/${BAKERY}/~scheduler@1.0/${name}${more}`,
  `${AT}/${name}${more}`,
];

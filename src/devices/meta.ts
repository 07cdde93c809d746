/** `meta@1.0`: what this node is. */
import { device, type Device } from '../core/device.ts';
import { notImplemented } from '../core/resolve.ts';
import { ValueSubject } from '../core/subject.ts';
import type { Value } from '../core/value.ts';
import { VERSION } from './version.ts';

/**
 * The address that clients take for the scheduler, while this node has no key: a readable stand-in that nobody can sign
 * for, the one that the local API puts into processes.
 */
const NODE_ADDRESS = 'local-scheduler'.padEnd(43, '_');

export const metaDevice: Device = device('meta@1.0', {
  /** What clients ask a node about itself. */
  info: async (_subject, _request, { incoming, strict, address }) => {
    if (incoming) throw notImplemented('Configuring the node by POST to meta@1.0/info');
    return new ValueSubject(
      new Map<string, Value>([
        ['address', (await address?.()) ?? NODE_ADDRESS],
        ['node', 'Pocketbeam'],
        ['version', VERSION],
        ['strict', strict],
      ]),
    );
  },
  /** Which program this is. */
  build: () =>
    new ValueSubject(
      new Map([
        ['node', 'Pocketbeam'],
        ['version', VERSION],
      ]),
    ),
});

/** `relay@1.0` on the way out: requests to the hosts that an option allows, and to no others. */
import type { Relay, RelayRequest } from '../core/device.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { bytesOf } from '../core/value.ts';
import { askOut, outwardUrl } from './network.ts';

/**
 * A relay to these origins.
 * @param allowed such as `https://node.example`; none: everything is refused.
 * @throws PocketbeamError `bad-option`. The relay throws `relay-refused`, `bad-relay`, `relay-failed`.
 */
export function createRelay(allowed: readonly string[] = []): Relay {
  const origins = new Set(allowed.map((origin) => outwardUrl('relay', origin).origin));
  return async ({ url: given, method, headers, body }: RelayRequest) => {
    const url = targetOf(given);
    if (!origins.has(url.origin)) throw refused(url, origins);
    const sent = body === '' || /^(?:GET|HEAD)$/.test(method) ? {} : { body: bytesOf(body) };
    try {
      // A redirect would lead to hosts that nobody has allowed.
      return await askOut(url, { method, headers, ...sent, redirect: 'error' });
    } catch (error) {
      throw failed(url, error);
    }
  };
}

/** @throws PocketbeamError `bad-relay` */
function targetOf(given: string): URL {
  let url: URL | undefined;
  try {
    url = new URL(given);
  } catch {
    // Refused below.
  }
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return url;
  throw new PocketbeamError('bad-relay', `Nothing can be relayed to ${show(given)}.`, {
    next: 'Name a whole address: /~relay@1.0/call?path=https%3A%2F%2Fnode.example%2F…',
    status: 400,
  });
}

const refused = ({ origin }: URL, allowed: ReadonlySet<string>): PocketbeamError =>
  new PocketbeamError('relay-refused', `Nothing is relayed to ${origin}.`, {
    cause: allowed.size ? `Allowed are ${[...allowed].join(', ')}.` : 'The relay is off: no host is allowed.',
    next: `Allow it: createPocketbeam({ relay: ['${origin}'] }), or pocketbeam serve --relay ${origin}.`,
    status: 403,
    details: { origin },
  });

function failed({ origin }: URL, error: unknown): PocketbeamError {
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  return new PocketbeamError('relay-failed', `${origin} gave nothing that can be passed on: ${message}.`, {
    cause:
      name === 'TimeoutError'
        ? 'It took longer than 30 s.'
        : 'It cannot be reached, redirects elsewhere, answers too much, or lets no page of another site read (CORS).',
    status: 502,
    details: { origin },
  });
}

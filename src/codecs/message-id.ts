/** Ids of messages (spec/wire.md §3). */
import type { Message } from '../core/value.ts';
import { base64url, hmacSha256 } from './digest.ts';
import { encodeHttp } from './httpsig.ts';

/** Names that stand with an `@` in a list of components. */
const DERIVED = new Set('method target-uri authority scheme request-target path query query-param status'.split(' '));

/** The unsigned id: an HMAC with the public key `ao` over the encoded message. 43 base64url characters. */
export async function unsignedId(message: Message): Promise<string> {
  const { headers } = await encodeHttp(message);
  headers.delete('body-keys');
  const lines = [...headers].sort(byName).map(([name, value]) => `"${name}": ${value.trim()}`);
  const components = [...headers.keys()].map((name) => (DERIVED.has(name) ? `@${name}` : name)).sort();
  const list = components.map((name) => `"${name}"`).join(' ');
  const base = [...lines, `"@signature-params": (${list});alg="hmac-sha256";keyid="ao"`].join('\n');
  return base64url(await hmacSha256('ao', base));
}

const byName = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : 1);

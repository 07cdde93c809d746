/** Which keys of a message are committed to, unsigned commitments, and whether commitments hold (spec/wire.md §3, §4). */
import { isIdKey, normalizeKey } from '../core/ids.ts';
import { isList, isMap, type MapValue, type Message, type Value } from '../core/value.ts';
import { isItemCommitment, itemMessage, itemOf } from './ans104-message.ts';
import { identify } from './commitments.ts';
import { base64, fromBase64url } from './digest.ts';
import { encodeHttp } from './httpsig.ts';
import { fieldsOf, hmacId } from './message-id.ts';
import { componentOf, fieldOf, hmacBase } from './signature-base.ts';
import { parseDictionary } from './structured-field-parser.ts';

const UNSIGNED = 'hmac-sha256';

/** The message with an hmac over all its keys added to its commitments: whoever changes a key then breaks it. */
export async function commitUnsigned(message: Message): Promise<Message> {
  const fields = await fieldsOf(message);
  const names = [...fields.keys()];
  const id = await hmacId(hmacBase(fields, names) ?? '');
  const components = names.map(componentOf).sort();
  const commitment: MapValue = new Map([
    ['alg', UNSIGNED],
    ['commitment-device', 'httpsig@1.0'],
    ['signature', `ao=:${base64(fromBase64url(id) ?? '')}:`],
    ['signature-input', `ao=(${components.map((one) => `"${one}"`).join(' ')});alg="${UNSIGNED}";keyid="ao"`],
  ]);
  return new Map([...message, ['commitments', new Map([...commitmentsOf(message), [id, commitment]])]]);
}

/**
 * The names of the keys that every signature covers, sorted; of an unsigned message those under its hmac, by default all.
 * Whether the signatures hold is another question, see {@link commitmentsHold}.
 * @throws PocketbeamError `bad-structured-field`
 */
export async function committedKeys(message: Message): Promise<string[]> {
  const { signed, commitments } = await identify(message);
  const counting = [...(signed ? commitments : commitmentsOf(message)).values()].filter(isMap);
  const { headers } = await encodeHttp(message, 'node');
  const covered = counting
    .filter((one) => !signed || one.get('alg') !== UNSIGNED)
    .map((one) => coverage(message, one, headers))
    .filter((covers) => covers !== undefined);
  const keys = [...message].filter(([key]) => key !== 'commitments' && !key.startsWith('priv'));
  return keys
    .filter(([key, value]) => covered.every((covers) => covers(key, value)))
    .map(([key]) => key)
    .sort();
}

/** Which keys a commitment covers; undefined where it does not say. */
function coverage(
  message: Message,
  commitment: MapValue,
  headers: ReadonlyMap<string, string>,
): ((key: string, value: Value) => boolean) | undefined {
  const item = isItemCommitment(commitment) ? itemOf(message, commitment) : undefined;
  if (item) {
    const keys = itemMessage(item);
    return (key) => keys.has(key);
  }
  const names = coveredFields(commitment);
  return names && ((key, value) => names.has(fieldHolding(key, value, headers)));
}

/**
 * Whether every signature holds, and every hmac that says what it covers. True for a message without commitments.
 * @throws PocketbeamError `bad-signature`, `bad-structured-field`
 */
export async function commitmentsHold(message: Message): Promise<boolean> {
  if (!(await (await identify(message)).verify())) return false;
  const fields = await fieldsOf(message);
  for (const [id, commitment] of commitmentsOf(message)) {
    if (!isMap(commitment) || commitment.get('alg') !== UNSIGNED) continue;
    const names = coveredFields(commitment);
    const base = names && hmacBase(fields, [...names]);
    if (names && (base === undefined || (await hmacId(base)) !== id)) return false;
  }
  return true;
}

/** The claims that a message carries about itself. */
function commitmentsOf(message: Message): MapValue {
  const claimed = message.get('commitments');
  return isMap(claimed) ? claimed : new Map<string, Value>();
}

/** The fields that a commitment names; undefined where it names none, as an hmac over all need not. */
function coveredFields(commitment: MapValue): Set<string> | undefined {
  const input = commitment.get('signature-input');
  if (typeof input !== 'string') return undefined;
  // The hmac of a message with several signatures is over the fields of the first.
  const [first] = parseDictionary(input).values();
  return new Set(first && Array.isArray(first.item) ? first.item.map(({ value }) => fieldOf(String(value))) : []);
}

/** The header that carries a key, or by which a signature covers it. */
function fieldHolding(key: string, value: Value, headers: ReadonlyMap<string, string>): string {
  if (isIdKey(key) && typeof value === 'string') return 'ao-ids';
  const name = normalizeKey(key);
  if (headers.has(name)) return name;
  const isEmpty = isMap(value) ? value.size === 0 : (isList(value) || typeof value === 'string') && value.length === 0;
  return isEmpty ? 'ao-types' : 'content-digest';
}

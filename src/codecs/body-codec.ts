/** Bodies of requests in another codec than httpsig: the header `codec-device` names it (spec/hyperbeam.md, Facts). */
import { Elsewhere } from '../core/elsewhere.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { normalizeKey } from '../core/ids.ts';
import { isList, isMap, type MapValue, type Message, type Value } from '../core/value.ts';

/** Those that a body is taken apart by as it always is. */
const HTTPSIG: readonly (string | undefined)[] = [undefined, 'httpsig@1.0', 'structured@1.0'];

/** What takes a body apart, by the name of its codec. Undefined: another context can. */
const decoders = new Map<string, ((body: string) => Value) | undefined>([
  ['json@1.0', undefined],
  ['flat@1.0', undefined],
]);

/** Teaches {@link decodeBody} a codec. The Service Worker has no room for them. */
export function addBodyCodec(codec: 'json@1.0' | 'flat@1.0', decode: (body: string) => Value): void {
  decoders.set(codec, decode);
}

/**
 * The keys that a body gives to its message, in lower case; commitments are claims and not read. A `content-type` alone
 * chooses no codec here: a JSON text without `codec-device` is the key `body`, as on a node. Data items are read by request.ts.
 * @param codec such as `json@1.0`. Nothing is returned for `httpsig@1.0`, which is the default.
 * @throws PocketbeamError `bad-json` and `bad-flat` 400, `unknown-codec` 415; {@link Elsewhere}.
 */
export function decodeBody(codec: string | undefined, body: string): Message | undefined {
  if (HTTPSIG.includes(codec)) return undefined;
  const given = decoded(codec ?? '', body);
  const message = inLowerCase(given);
  message.delete('commitments');
  return message;
}

/** Keys of every level: a path asks for them in lower case. */
const inLowerCase = (map: MapValue): MapValue =>
  new Map([...map].map(([key, value]) => [normalizeKey(key), valueInLowerCase(value)]));

function valueInLowerCase(value: Value): Value {
  if (isMap(value)) return inLowerCase(value);
  return isList(value) ? value.map(valueInLowerCase) : value;
}

function decoded(codec: string, body: string): Message {
  if (decoders.has(codec)) {
    const decode = decoders.get(codec);
    if (!decode) throw new Elsewhere(`A body in ${codec}`);
    const value = decode(body);
    if (isMap(value)) return value;
    throw new PocketbeamError('bad-json', 'A message is a JSON object; the body is another value.', { status: 400 });
  }
  throw new PocketbeamError('unknown-codec', `There is no codec ${show(codec)} to read the body with.`, {
    next: 'codec-device knows httpsig@1.0, json@1.0, flat@1.0 and ans104@1.0.',
    status: 415,
    strictStatus: 500,
  });
}

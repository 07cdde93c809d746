/**
 * The gateway's GraphQL, as far as aoconnect asks it: for the tags of a module before it spawns. Every module runs as the
 * built-in aos here, so every id is one.
 */
import { decodeJson } from '../codecs/json-decode.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import { isList, isMap, type Value } from '../core/value.ts';
import { noEndpoint, object, type Serve } from './unit.ts';

const MODULE_TAGS = Object.entries({
  'Data-Protocol': 'ao',
  Variant: 'ao.TN.1',
  Type: 'Module',
  'Module-Format': 'wasm64-unknown-emscripten-draft_2024_02_15',
  'Input-Encoding': 'JSON-V1',
  'Output-Encoding': 'JSON-V1',
}).map(([name, value]) => object({ name, value }));

export const graphql: Serve = (call) => {
  if (call.method !== 'POST' || call.path.length > 0) throw noEndpoint(call, 'POST / with { query, variables }');
  const body = call.request.get('body');
  const asked = typeof body === 'string' ? decodeJson(body) : undefined;
  const query = isMap(asked) ? asked.get('query') : undefined;
  const variables = isMap(asked) ? asked.get('variables') : undefined;
  const ids = isMap(variables) ? variables.get('transactionIds') : undefined;
  if (typeof query !== 'string') throw unknownQuery('It is no JSON object with a query.');
  if (!/\btransactions\s*\(\s*ids\s*:\s*\$transactionIds\s*\)/.test(query) || !isList(ids))
    throw unknownQuery(show(query));
  const edges = ids.map((id): Value => {
    if (typeof id !== 'string' || !isId(id)) throw unknownQuery(`${show(id)} is no transaction id.`);
    const owner = object({ address: '' });
    return object({
      cursor: id,
      node: object({ id, owner, tags: MODULE_TAGS, block: object({ id: '', height: 0, timestamp: 0 }) }),
    });
  });
  return Promise.resolve({ json: object({ data: object({ transactions: object({ edges }) }) }) });
};

/** As GraphQL servers say it. */
export const graphqlErrors = ({ code, message }: PocketbeamError): string =>
  JSON.stringify({ errors: [{ message, extensions: { code } }] });

const unknownQuery = (what: string): PocketbeamError =>
  new PocketbeamError('unknown-query', `This GraphQL query is not known here: ${what}`, {
    cause:
      'There is no gateway behind it. It answers what aoconnect asks of a module: transactions(ids: $transactionIds).',
    next: 'Give connect() a GRAPHQL_URL of a gateway for anything else.',
    status: 400,
  });

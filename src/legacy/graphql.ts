/**
 * The gateway's GraphQL, as far as clients of ao ask it: for the tags of a module before they spawn (every module runs as
 * the built-in aos here, so every id is one), and for what search.ts finds.
 */
import { decodeJson } from '../codecs/json-decode.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import { isList, isMap, text, type MapValue, type Value } from '../core/value.ts';
import { search, searchOf } from './search.ts';
import { noEndpoint, object, type Call, type Serve } from './unit.ts';

const MODULE_TAGS = Object.entries({
  'Data-Protocol': 'ao',
  Variant: 'ao.TN.1',
  Type: 'Module',
  'Module-Format': 'wasm64-unknown-emscripten-draft_2024_02_15',
  'Input-Encoding': 'JSON-V1',
  'Output-Encoding': 'JSON-V1',
}).map(([name, value]) => object({ name, value }));

export const graphql: Serve = async (call) => {
  if (call.method !== 'POST' || call.path.length > 0) throw noEndpoint(call, 'POST / with { query, variables }');
  const body = call.request.get('body');
  const asked = typeof body === 'string' ? decodeJson(body) : undefined;
  const query = isMap(asked) ? asked.get('query') : undefined;
  const variables = isMap(asked) ? asked.get('variables') : undefined;
  if (typeof query !== 'string') throw unknownQuery('It is no JSON object with a query.');
  const given = isMap(variables) ? variables : undefined;
  const edges = modules(query, given) ?? (await found(query, given, call));
  if (!edges) throw unknownQuery(show(query));
  const transactions = object({ pageInfo: object({ hasNextPage: false }), edges });
  return { json: object({ data: object({ transactions }) }) };
};

/** Undefined for another query. */
function modules(query: string, variables: MapValue | undefined): Value[] | undefined {
  const ids = variables?.get('transactionIds');
  if (!/\btransactions\s*\(\s*ids\s*:\s*\$transactionIds\s*\)/.test(query) || !isList(ids)) return undefined;
  return ids.map((id): Value => {
    if (typeof id !== 'string' || !isId(id)) throw unknownQuery(`${show(id)} is no transaction id.`);
    const owner = object({ address: '' });
    return object({
      cursor: id,
      node: object({ id, owner, tags: MODULE_TAGS, block: object({ id: '', height: 0, timestamp: 0 }) }),
    });
  });
}

async function found(query: string, variables: MapValue | undefined, call: Call): Promise<Value[] | undefined> {
  const wanted = searchOf(text(query), variables);
  return wanted && search(wanted, call);
}

/** As GraphQL servers say it. */
export const graphqlErrors = ({ code, message }: PocketbeamError): string =>
  JSON.stringify({ errors: [{ message, extensions: { code } }] });

const unknownQuery = (what: string): PocketbeamError =>
  new PocketbeamError('unknown-query', `This GraphQL query is not known here: ${what}`, {
    cause:
      'There is no gateway behind it. It answers what clients of ao ask: transactions(ids: $transactionIds) of modules, and transactions(owners: …, tags: …) of processes and schedulers.',
    next: 'Give connect() a GRAPHQL_URL of a gateway for anything else.',
    status: 400,
  });

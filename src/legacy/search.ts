/**
 * What clients search a gateway for by owners and tags: the processes of a wallet, as the aos command line does before it
 * starts one, and where a scheduler answers.
 */
import { fromBase64url } from '../codecs/digest.ts';
import type { Context } from '../core/device.ts';
import { binary, isList, isMap, text, type MapValue, type Value } from '../core/value.ts';
import { toJsonFace } from '../devices/json-iface.ts';
import { object, type Call } from './unit.ts';

/** Every tag must have one of the values. */
interface Search {
  /** Undefined: anybody's. */
  owners: string[] | undefined;
  tags: { name: string; values: string[] }[];
  first: number;
}

/** Transactions of an answer, and who asks for more of them. */
const PAGE = 10;
const MAX_PAGE = 100;

/**
 * The search in a query over `transactions`; undefined for what is none.
 * @param query as text.
 */
export function searchOf(query: string, variables: MapValue | undefined): Search | undefined {
  const [, given] = /\btransactions\s*\(([^]*?)\)\s*\{/.exec(query) ?? [];
  if (given === undefined) return undefined;
  const at = (name: string): string | undefined =>
    new RegExp(`\\b${name}\\s*:\\s*(\\[[^\\]]*\\]|[\\w$]+)`).exec(given)?.[1];
  const tags = at('tags')?.startsWith('$')
    ? tagsOf(variables?.get((at('tags') ?? '').slice(1)))
    : [...given.matchAll(/\{\s*name\s*:\s*"([^"]*)"\s*,\s*values\s*:\s*(\[[^\]]*\])/g)].map(
        ([, name = '', values]) => ({
          name,
          values: textsOf(values, variables),
        }),
      );
  const owners = at('owners');
  const first = Number(textsOf(at('first'), variables)[0] ?? PAGE);
  if (!tags?.length) return undefined;
  return {
    owners: owners === undefined ? undefined : textsOf(owners, variables),
    tags,
    first: Number.isInteger(first) ? Math.min(Math.max(first, 0), MAX_PAGE) : PAGE,
  };
}

/** Texts of a literal list, of a variable, or of a list of variables. */
function textsOf(literal: string | undefined, variables: MapValue | undefined): string[] {
  const parts = [...(literal ?? '').matchAll(/"([^"]*)"|\$(\w+)|(\d+)/g)];
  return parts.flatMap(([, quoted, variable, number]) => {
    if (variable === undefined) return [quoted ?? number ?? ''];
    const value = variables?.get(variable);
    return (isList(value) ? value : [value ?? []]).flat().map((one) => text(String(one)));
  });
}

function tagsOf(value: Value | undefined): Search['tags'] | undefined {
  if (!isList(value)) return undefined;
  return value.filter(isMap).map((tag) => {
    const values = tag.get('values');
    return {
      name: text(String(tag.get('name'))),
      values: (isList(values) ? values : []).map((one) => text(String(one))),
    };
  });
}

/** What is found, as edges; the newest first. Undefined for what is not searched for here. */
export async function search({ owners, tags, first }: Search, call: Call): Promise<Value[] | undefined> {
  const types = tags.find(({ name }) => name === 'Type')?.values;
  if (types?.includes('Scheduler-Location')) return schedulerLocation(owners?.[0] ?? '', call);
  if (!types?.includes('Process')) return undefined;
  const edges: Value[] = [];
  for (const { process } of (await call.context.store.heads()).reverse()) {
    if (edges.length >= first) break;
    const edge = await edgeOf(process, { owners, tags }, call.context);
    if (edge !== undefined) edges.push(edge);
  }
  return edges;
}

async function edgeOf(
  process: string,
  { owners, tags }: Pick<Search, 'owners' | 'tags'>,
  { store }: Context,
): Promise<Value | undefined> {
  const definition = await store.assignment(process, 0);
  if (!definition) return undefined;
  const { id, message, claims, timestamp, height } = definition;
  const face = toJsonFace(message, { id, claims });
  const has = (name: string, values: readonly string[]): boolean =>
    face.Tags.some((tag) => tag.name === binary(name) && values.some((value) => tag.value === binary(value)));
  if (owners && !owners.includes(face.Owner)) return undefined;
  if (!tags.every(({ name, values }) => has(name, values))) return undefined;
  return object({
    cursor: process,
    node: object({
      id: process,
      anchor: face.Anchor,
      recipient: face.Target,
      owner: object({ address: face.Owner }),
      // What is no text would make the whole answer none.
      tags: face.Tags.map(({ name, value }) => object({ name: utf8(name), value: utf8(String(value)) })),
      block: object({ id: '', height, timestamp: Math.floor(timestamp / 1000) }),
    }),
  });
}

const utf8 = (bytes: string): string => binary(text(bytes));

/** Every scheduler answers here. */
function schedulerLocation(owner: string, { request }: Call): Value[] | undefined {
  const host = request.get('host');
  if (typeof host !== 'string' || fromBase64url(owner) === undefined) return undefined;
  const tags = Object.entries({
    'Data-Protocol': 'ao',
    Variant: 'ao.TN.1',
    Type: 'Scheduler-Location',
    Url: `http://${host}/~legacynet@1.0/su`,
    'Time-To-Live': '86400000',
  }).map(([name, value]) => object({ name, value }));
  const node = object({ id: owner, owner: object({ address: owner }), tags });
  return [object({ cursor: owner, node })];
}

/** Searching processes by owner and tags, in the forms that clients write GraphQL in. */
import { beforeAll, describe, expect, it } from 'vitest';
import { signedItem } from '../../e2e/support/sign.ts';
import { createTestNode } from '../../e2e/support/test-node.ts';
import { binary, bytesOf } from '../core/value.ts';

const node = createTestNode();
const SOMEBODY = 'somebody-in-this-meadow'.padEnd(43, 'm');
const tag = (name: string, value: string): { name: string; value: string } => ({ name, value });

interface Answer {
  data?: { transactions: { edges: { node: { id: string; owner: { address: string }; tags: unknown[] } }[] } };
  errors?: { extensions: { code: string } }[];
}
async function ask(query: string, variables: object = {}): Promise<Answer> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json', host: 'meadow.test:99' } };
  const answer = await node.fetch('/~legacynet@1.0/graphql', { ...init, body: JSON.stringify({ query, variables }) });
  return (await answer.json()) as Answer;
}
const ids = ({ data, errors }: Answer): unknown => data?.transactions.edges.map((edge) => edge.node.id) ?? errors;

let owner: string;
let daisy: string;
let clover: string;
beforeAll(async () => {
  const spawn = async (name: string): Promise<string> => {
    const tags = [tag('Data-Protocol', 'ao'), tag('Type', 'Process'), tag('Module', SOMEBODY), tag('Name', name)];
    const { bytes } = await signedItem({ tags });
    const answer = await node.fetch('/~legacynet@1.0/mu', {
      ...{ method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: bytesOf(bytes) },
    });
    return String(((await answer.json()) as { id: string }).id);
  };
  daisy = await spawn(binary('Däisy'));
  clover = await spawn('clover');
  owner = await node.text(`/${daisy}/committers/1`);
});

const inline = (tags: string, first = 5): string => `query ($owners: [String!]!) {
  transactions(first: ${first}, owners: $owners, tags: [${tags}]) { edges { node { id } } } }`;
const PROCESS = '{ name: "Type", values: ["Process"] }';

describe('processes', () => {
  it('of an owner are found, the newest first', async () => {
    const answer = await ask(inline(`{ name: "Data-Protocol", values: ["ao"] }, ${PROCESS}`), { owners: [owner] });
    expect(ids(answer)).toEqual([clover, daisy]);
    expect(answer.data?.transactions.edges[0]?.node).toMatchObject({
      owner: { address: owner },
      tags: expect.arrayContaining([tag('Name', 'clover')]) as unknown[],
    });
    expect(ids(await ask(inline(PROCESS, 1), { owners: [owner] }))).toEqual([clover]);
    expect(ids(await ask(inline(PROCESS), { owners: [SOMEBODY] }))).toEqual([]);
  });
  it('of a name are found, one of several', async () => {
    const named = (names: string): string => inline(`${PROCESS}, { name: "Name", values: [${names}] }`);
    expect(ids(await ask(named('"Däisy"'), { owners: [owner] }))).toEqual([daisy]);
    expect(ids(await ask(named('"rose", "clover"'), { owners: [owner] }))).toEqual([clover]);
    expect(ids(await ask(named('"rose"'), { owners: [owner] }))).toEqual([]);
  });
  it('are found by tags and a number that stand in variables, anybody’s too', async () => {
    const query = `query ($tags: [TagFilter!], $count: Int) {
      transactions(tags: $tags, first: $count, sort: HEIGHT_DESC) { edges { node { id } } } }`;
    const tags = [
      { name: 'Type', values: ['Process'] },
      { name: 'Module', values: [SOMEBODY] },
    ];
    expect(ids(await ask(query, { tags, count: 1 }))).toEqual([clover]);
    expect(ids(await ask(query, { tags }))).toEqual([clover, daisy]);
  });
});

describe('a scheduler', () => {
  it('is found here, whoever it is', async () => {
    const query = `query ($owner: String!) { transactions(owners: [$owner], first: 1,
      tags: [{ name: "Data-Protocol", values: ["ao"] }, { name: "Type", values: ["Scheduler-Location"] }]) { edges { node { tags { name value } } } } }`;
    const answer = await ask(query, { owner: SOMEBODY });
    expect(answer.data?.transactions.edges[0]?.node.tags).toContainEqual(
      tag('Url', 'http://meadow.test:99/~legacynet@1.0/su'),
    );
  });
});

describe('what is not here', () => {
  it.each([
    ['other types', inline('{ name: "Type", values: ["Message"] }')],
    ['no tags', 'query { transactions(first: 1) { edges { node { id } } } }'],
    ['tags that are none', 'query ($tags: [TagFilter!]) { transactions(tags: $tags) { edges { node { id } } } }'],
  ])('%s', async (_what, query) => {
    expect((await ask(query, { owners: [owner] })).errors?.[0]?.extensions.code).toBe('unknown-query');
  });
});

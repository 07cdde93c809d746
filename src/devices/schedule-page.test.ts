import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { AT, BAKERY, HOUR, NOWHERE, order, stock, ways } from '../../e2e/support/bakery.ts';
import { createWallet } from '../../e2e/support/sign.ts';
import jwk from '../../e2e/support/test-key.json' with { type: 'json' };
import { createTestNode, map, type TestNode } from '../../e2e/support/test-node.ts';
import { encodeItem } from '../codecs/ans104.ts';
import { base64url, fromBase64url, sha256 } from '../codecs/digest.ts';
import { signItem } from '../codecs/sign.ts';
import { openWallet, readJwk } from '../codecs/wallet.ts';
import { bytesOf } from '../core/value.ts';

let node: TestNode;
beforeEach(async () => {
  node = createTestNode();
  await stock(node, BAKERY, 4);
});

describe('reading a schedule', () => {
  it.each(ways('schedule', '&from=2&to=3'))('%s', async (path) => {
    const wanted = await node.text(`${AT}/schedule&from=2&to=3/serialize~json@1.0`);
    const [before, query] = path.split('?');
    const asJson = query === undefined ? `${path}/serialize~json@1.0` : `${before}/serialize~json@1.0?${query}`;
    expect(await node.text(asJson)).toBe(wanted);
    expect(JSON.parse(wanted)).toMatchObject({
      ...{ type: 'schedule', process: BAKERY, continues: true },
      ...{ timestamp: 3 * HOUR, 'block-height': 90, 'block-hash': 'A'.repeat(43) },
      assignments: {
        2: { slot: 2, epoch: '0', variant: 'ao.N.1', path: 'compute', body: { loaf: 'rye 2' } },
        3: { slot: 3, timestamp: 3 * HOUR, 'block-height': 90, process: BAKERY, body: { loaf: 'rye 3' } },
      },
    });
  });
  it.each([
    ['', [0, 1, 2, 3, 4], false],
    ['&from=4', [4], false],
    ['&from+integer=3&to+integer=3', [3], true],
    ['&to=1', [0, 1], true],
    ['&from=1&to=99', [1, 2, 3, 4], false],
    ['&from=5', [], false],
  ])('schedule%s gives the slots %j', async (range, slots, continues) => {
    const { assignments, timestamp, ...rest } = (await node.json(`${AT}/schedule${range}`)) as Record<string, object>;
    expect(Object.keys(assignments ?? []).map(Number)).toEqual(slots);
    expect([rest.continues, timestamp]).toEqual([continues, (slots.at(-1) ?? 4) * HOUR]);
  });
  it('leads on to one slot, which alone is read', async () => {
    expect(await node.text(`${AT}/schedule/assignments/3/body/loaf`)).toBe('rye 3');
    expect(await node.text(`${AT}/schedule/Assignments/3/BODY/Loaf`)).toBe('rye 3');
    expect(await node.text(`${AT}/schedule/continues`)).toBe('false');
    expect(await node.text(`${AT}/schedule/process`)).toBe(BAKERY);
    for (const path of ['assignments/5', 'assignments/x', 'assignments/03', 'orders', 'assignments/3/body/private'])
      expect((await node.fetch(`${AT}/schedule/${path}`)).status).toBe(404);
    for (const path of ['&to=2/assignments/3', '&from=4/assignments/3'])
      expect((await node.fetch(`${AT}/schedule${path}`)).status).toBe(404);
    expect(await node.failure(`/${NOWHERE}~process@1.0/schedule/assignments/0`)).toBe('404 unknown-process');
  });
  it('stays the same while nothing is scheduled', async () => {
    const etag = (await node.fetch(`${AT}/schedule`)).headers.get('etag') ?? '';
    expect((await node.fetch(`${AT}/schedule`, { headers: { 'if-none-match': etag } })).status).toBe(304);
    await node.store.append(BAKERY, order(5));
    expect((await node.fetch(`${AT}/schedule`, { headers: { 'if-none-match': etag } })).status).toBe(200);
  });
  it('gives at most 1000 slots at once, and any one by its path', async () => {
    await stock(node, NOWHERE, 1100);
    const at = `/${NOWHERE}~process@1.0/schedule`;
    const first = (await node.json(at)) as { assignments: object; continues: boolean };
    expect([Object.keys(first.assignments).length, first.continues]).toEqual([1000, true]);
    const rest = (await node.json(`${at}&from=1000`)) as { assignments: object; continues: boolean };
    expect([Object.keys(rest.assignments).length, rest.continues]).toEqual([101, false]);
    expect(await node.text(`${at}/assignments/1100/body/loaf`)).toBe('rye 1100');
  });
  it('gives every slot once, whatever the number of messages and the size of a page', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(40), fc.integer({ min: 1, max: 50 }), fc.boolean(), async (messages, size, aos2) => {
        const shop = createTestNode();
        await stock(shop, BAKERY, messages);
        const found: number[] = [];
        for (let from = 0, more = true; more; from += size) {
          const range = `&from=${from}&to=${from + size - 1}`;
          if (aos2) {
            const page = JSON.parse(await shop.text(`${AT}/schedule${range}?accept=application/aos-2`)) as Aos2;
            found.push(...page.edges.map(({ cursor }) => cursor));
            more = page.page_info.has_next_page;
          } else {
            const page = (await shop.json(`${AT}/schedule${range}`)) as { assignments: object; continues: boolean };
            found.push(...Object.keys(page.assignments).map(Number));
            more = page.continues;
          }
        }
        expect(found).toEqual(Array.from({ length: messages + 1 }, (_, slot) => slot));
      }),
      { numRuns: 40 },
    );
  });
});

interface Aos2 {
  page_info: Record<string, unknown> & { has_next_page: boolean };
  edges: { cursor: number; node: { message: Face; assignment: Face } }[];
}
type Face = Record<string, unknown> & { Tags: { name: string; value: string }[] };

describe('the schedule as application/aos-2', () => {
  const sent: [string, RequestInit?][] = [
    // A slash in a segment would end it, so that this stands in the query.
    ...ways('schedule').map((path): [string] => [
      `${path}${path.includes('?') ? '&' : '?'}accept=application/aos-2&from=1`,
    ]),
    [`${AT}/schedule&from=1`, { headers: { accept: 'application/aos-2' } }],
    [
      `/~scheduler@1.0/schedule&target=${BAKERY}&from=1`,
      { headers: { accept: 'text/plain, Application/AOS-2;q=0.9' } },
    ],
  ];
  it.each(sent)('%s %j', async (path, init) => {
    const response = await node.fetch(path, init);
    expect(response.headers.get('content-type')).toBe('application/json');
    const { page_info, edges } = (await response.json()) as Aos2;
    expect(page_info).toEqual({
      ...{ process: BAKERY, has_next_page: false, timestamp: String(4 * HOUR) },
      ...{ 'block-height': '120', 'block-hash': 'A'.repeat(43) },
    });
    expect(edges.map(({ cursor }) => cursor)).toEqual([1, 2, 3, 4]);
    expect(edges[1]?.node.message).toEqual({
      ...{ Id: 'order-2'.padEnd(43, '-'), Owner: '', From: '', Target: '', Anchor: '', Data: '', Signature: '' },
      Tags: [
        { name: 'Type', value: 'Message' },
        { name: 'Loaf', value: 'rye 2' },
      ],
    });
    const { Id, Tags } = edges[1]?.node.assignment ?? { Tags: [] };
    expect(Id).toMatch(/^[\w-]{43}$/);
    expect(Object.fromEntries(Tags.map(({ name, value }) => [name, value]))).toMatchObject({
      ...{ Process: BAKERY, Slot: '2', Epoch: '0', Timestamp: String(2 * HOUR), 'Block-Height': '60' },
      ...{ 'Hash-Chain': expect.stringMatching(/^[\w-]{43}$/) as string, Variant: 'ao.N.1', 'Data-Protocol': 'ao' },
    });
  });
  it('says who signed', async () => {
    const wallet = await createWallet();
    const message = map({
      ...{ target: BAKERY, anchor: 'crumb', data: 'sliced, please', 'with-butter': 'no' },
      ...{ loaves: 3, 'from-process': NOWHERE },
    });
    const { id, init } = await wallet.sign(message);
    expect((await node.fetch('/~scheduler@1.0/schedule', init)).headers.get('slot')).toBe('5');
    const { edges } = JSON.parse(await node.text(`${AT}/schedule&from=5?accept=application/aos-2`)) as Aos2;
    expect(edges[0]?.node.message).toMatchObject({
      ...{ Id: id, Owner: wallet.address, From: NOWHERE, Target: BAKERY, Anchor: 'crumb', Data: 'sliced, please' },
      Signature: expect.stringMatching(/^[\w-]{342}$/) as string,
    });
    const tags = edges[0]?.node.message.Tags ?? [];
    expect(tags).toContainEqual({ name: 'With-Butter', value: 'no' });
    expect(tags).toContainEqual({ name: 'Loaves', value: '3' });
    expect(tags.map(({ name }) => name)).not.toContain('Target');
  });
  it('has the tags of a data item as they were given', async () => {
    const wallet = await openWallet(readJwk(jwk));
    const tags = [
      { name: 'SLICED', value: 'Thin' },
      { name: 'sliced', value: 'thinner' },
    ];
    // Targets are 32 bytes.
    const shop = base64url('bakery'.padEnd(32, '-'));
    await stock(node, shop, 0);
    const item = await signItem({ target: fromBase64url(shop) ?? '', anchor: '', tags, data: 'r\xc3\xb6sch' }, wallet);
    const body = bytesOf(encodeItem(item));
    const headers = { 'content-type': 'application/ans104', 'codec-device': 'ans104@1.0' };
    const answer = await node.fetch('/~scheduler@1.0/schedule', { method: 'POST', headers, body });
    expect([answer.status, answer.headers.get('slot')]).toEqual([200, '1']);
    const page = await node.text(`/~scheduler@1.0/schedule&target=${shop}&from=1?accept=application/aos-2`);
    expect((JSON.parse(page) as Aos2).edges[0]?.node.message).toEqual({
      ...{ Owner: wallet.address, From: wallet.address, Target: shop, Data: 'rösch', Anchor: '', Tags: tags },
      ...{ Id: base64url(await sha256(item.signature)), Signature: base64url(item.signature) },
    });
  });
  it('leads on to a slot as the other form does', async () => {
    expect(await node.text(`${AT}/schedule/assignments/2/body/loaf?accept=application/aos-2`)).toBe('rye 2');
  });
});

describe('what cannot be read', () => {
  it.each([
    ['schedule&from=oven', '400 bad-slot', '500 bad-slot'],
    ['schedule&to=-1', '400 bad-slot', '500 bad-slot'],
    ['schedule&from=1.5', '400 bad-slot', '500 bad-slot'],
    ['schedule&from=0x2', '400 bad-slot', '500 bad-slot'],
    ['schedule&from=1e0', '400 bad-slot', '500 bad-slot'],
    ['schedule&from=', '400 bad-slot', '500 bad-slot'],
    ['schedule&to+integer=99999999999999999999', '400 bad-slot', '500 bad-slot'],
    ['schedule&from+list=1,2', '400 bad-slot', '500 bad-slot'],
    ['schedule&from=3&to=2', '400 bad-slot', '500 bad-slot'],
    ['schedule&from=6', '400 bad-slot', '500 bad-slot'],
  ])('%s is %s, in strict %s', async (key, code, strictCode) => {
    const strict = createTestNode({ strict: true });
    await stock(strict, BAKERY, 4);
    for (const path of [`${AT}/${key}`, `/~scheduler@1.0/${key}&target=${BAKERY}`]) {
      expect(await node.failure(path)).toBe(code);
      expect(await strict.failure(path)).toBe(strictCode);
      expect(await node.failure(`${path}?accept=application/aos-2`)).toBe(code);
    }
  });
});

/**
 * The requests that `HB` of wao 0.35.7 sent to `pocketbeam serve --sign` in a session, sent once more byte for byte: the
 * package itself is too large to come along (227 MB with what it depends on). Its ids follow from its signatures, so they
 * are the same every time. A text in a body has one character for each byte.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createNodePocketbeam, type NodePocketbeam } from '../../../src/integrations/node/node-pocketbeam.ts';
import { bytesOf } from '../../../src/core/value.ts';
import { TEST_KEY } from '../../support/sign.ts';
import recorded from './requests.json' with { type: 'json' };

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

interface Recorded {
  name: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}
const requests = recorded as Recorded[];
let beam: NodePocketbeam;
beforeAll(async () => {
  beam = await createNodePocketbeam({ sign: true, wallet: TEST_KEY });
});
afterAll(() => beam.close());

/** The answer to a recorded request. They build on each other, so each is sent once, in its order. */
async function send(name: string): Promise<{ headers: Headers; text: string; json: () => Record<string, unknown> }> {
  const { method, path, headers, body } = requests.find((one) => one.name === name)!;
  const init = { method, headers, ...(body === undefined ? {} : { body: bytesOf(body) }) };
  const answer = (await beam.handle(new Request(`http://wao.test${path}`, init)))!;
  const text = await answer.text();
  expect([answer.status, answer.headers.get('pocketbeam-code')], text).toEqual([200, null]);
  return { headers: answer.headers, text, json: () => JSON.parse(text) as Record<string, unknown> };
}
const pidIn = (name: string): string => requests.find((one) => one.name === name)!.path.split('/')[1]!;

describe('HB', () => {
  it('asks who the node is, of an answer that is signed', async () => {
    const { text, headers } = await send('operator');
    expect(text).toMatch(/^[\w-]{43}$/);
    // It takes what the signature covers, and nothing of an answer that is not signed.
    expect(headers.get('signature-input')).toContain('"content-digest"');
  });
  it('reads by a signed POST', async () => {
    expect((await send('p')).text).toBe('pear');
  });
  it('spawns, schedules and looks at the schedule', async () => {
    expect((await send('spawn')).headers.get('process')).toBe(pidIn('schedule'));
    expect((await send('schedule')).headers.get('slot')).toBe('1');
    expect((await send('slot')).json()).toMatchObject({ current: 1 });
    const { edges } = (await send('messages')).json();
    expect(edges).toMatchObject([{ cursor: 0 }, { cursor: 1, node: { message: { Data: 'pear' } } }]);
    expect((await send('messages from to')).json()).toMatchObject({ edges: [{ cursor: 0 }] });
  });
  it('stores a Lua module as a message, and runs it', async () => {
    await send('spawn of the cache');
    await send('cacheScript');
    const { edges } = (await send('messages of the cache')).json() as {
      edges: { node: { message: { Id: string } } }[];
    };
    await send('spawn lua');
    expect(await beam.api.read(`/${pidIn('scheduleLua')}/module`)).toBe(edges[0]?.node.message.Id);
    await send('scheduleLua');
    expect((await send('computeLua')).json()).toMatchObject({ output: { data: '2' } });
    expect((await send('now lua')).json()).toMatchObject({ body: 2 });
  });
  it('spawns an aos process, and reads what it patches', async () => {
    expect((await send('spawnLegacy')).headers.get('process')).toBe(pidIn('scheduleLegacy'));
    await send('scheduleLegacy');
    expect((await send('now cache')).json()).toMatchObject({ count: 1 });
    expect((await send('g')).text).toBe('1');
    const { Messages } = (await send('dryrun')).json();
    expect(Messages).toMatchObject([{}, { Data: '2' }]);
    expect(await beam.api.read(`/${pidIn('scheduleLegacy')}/now/cache/count`)).toBe(1);
  });
  it('runs aos in a stack of WASM devices', async () => {
    await send('spawnAOS');
    await send('scheduleAOS');
    expect((await send('computeAOS')).json()).toMatchObject({ 1: { data: 'x' } });
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWallet } from '../../e2e/support/sign.ts';
import { createStackNode, type StackNode } from '../../e2e/support/stack-node.ts';
import { createTestNode, map } from '../../e2e/support/test-node.ts';
import { encodeHttp } from '../codecs/httpsig.ts';
import { bytesOf, type MapValue } from '../core/value.ts';

/** Rings as often as it is asked to, and says how often it rang in all. */
const BELL = `
rung = 0
function compute(base, req)
  if req.body.sour then error('the bell is cracked') end
  rung = rung + (tonumber(req.body.times) or 0)
  local who = 'nobody'
  for _, commitment in pairs(req.body.commitments or {}) do who = commitment.committer or who end
  base.results = { output = { data = 'rang ' .. rung .. ' for ' .. who }, outbox = { ring = { target = 'the-town' } } }
  return base
end`;
const NOWHERE = 'no-such-bell'.padEnd(43, '_');

let node: StackNode;
let tower: string;
let chapel: string;

beforeEach(async () => {
  node = await createStackNode({ onDemand: true });
  tower = await node.spawn(BELL, { name: 'tower' });
  chapel = await node.spawn(BELL, { name: 'chapel' });
});
afterEach(() => node.close());

async function push(path: string, message: MapValue): Promise<Response> {
  const { headers, body } = await encodeHttp(message);
  const bytes = body === undefined ? {} : { body: bytesOf(body) };
  return node.fetch(path, { method: 'POST', headers: Object.fromEntries(headers), ...bytes });
}

/** Who was pushed, in which slot, and what came out. */
async function outcome(response: Response): Promise<(string | null)[]> {
  const said = /^data: (.*)$/m.exec(await response.text())?.[1]?.trim() ?? null;
  return [response.headers.get('process'), response.headers.get('slot'), said];
}

const slotOf = (process: string): Promise<string> => node.text(`/${process}~process@1.0/slot/current`);

describe('push with a message', () => {
  it('schedules it, computes it and answers what came out', async () => {
    const at = `/${tower}~process@1.0/push`;
    expect(await outcome(await push(at, map({ times: '3' })))).toEqual([tower, '1', 'rang 3 for nobody']);
    const response = await push(at, map({ times: '2' }));
    expect([response.status, response.headers.get('pocketbeam-slot')]).toEqual([200, '2']);
    expect(await outcome(response)).toEqual([tower, '2', 'rang 5 for nobody']);
    expect(await node.text(`/${tower}~process@1.0/compute/results/outbox/ring/target`)).toBe('the-town');
  });
  it('says who signed it', async () => {
    const wallet = await createWallet();
    const { init } = await wallet.sign(map({ times: '1', target: tower }));
    const response = await node.fetch(`/${tower}~push@1.0/push`, init);
    expect(await outcome(response)).toEqual([tower, '1', `rang 1 for ${wallet.address}`]);
  });
  it('goes to the target of the message', async () => {
    const message = map({ times: '4', target: chapel });
    for (const [i, path] of [`/${tower}~process@1.0/push`, '/~push@1.0/push', '/~process@1.0/push'].entries())
      expect(await outcome(await push(path, message))).toEqual([
        chapel,
        String(i + 1),
        `rang ${4 * (i + 1)} for nobody`,
      ]);
    expect([await slotOf(tower), await slotOf(chapel)]).toEqual(['0', '3']);
  });
  it('refuses a target that is not here, and a message without one', async () => {
    const gist = async (path: string, message: MapValue): Promise<unknown> => {
      const { status, headers } = await push(path, message);
      return [status, headers.get('pocketbeam-code')];
    };
    expect(await gist(`/${tower}~process@1.0/push`, map({ target: NOWHERE }))).toEqual([404, 'unknown-process']);
    expect(await gist(`/${NOWHERE}~process@1.0/push`, map({ times: '1' }))).toEqual([404, 'unknown-process']);
    expect(await gist('/~push@1.0/push', map({ times: '1' }))).toEqual([400, 'nothing-to-schedule']);
    expect([await slotOf(tower), await slotOf(chapel)]).toEqual(['0', '0']);
  });
  it('starts a process', async () => {
    const definition = map({
      ...{ type: 'Process', device: 'process@1.0', 'execution-device': 'stack@1.0', 'device-stack': ['lua@5.3a'] },
      module: map({ 'content-type': 'application/lua', body: BELL }),
    });
    const { id, init } = await (await createWallet()).sign(definition);
    const started = await node.fetch('/~process@1.0/push', init);
    expect((await outcome(started)).slice(0, 2)).toEqual([id, '0']);
    const again = await node.fetch('/~push@1.0/push', init);
    expect([again.status, ...(await outcome(again)).slice(0, 2)]).toEqual([200, id, '0']);
    expect(await slotOf(id)).toBe('0');
  });
  it('gives the error of a slot that fails', async () => {
    const response = await push(`/${tower}~process@1.0/push`, map({ sour: 'yes' }));
    expect([response.status, response.headers.get('slot')]).toEqual([200, '1']);
    expect(await node.text(`/${tower}~process@1.0/compute/results/error`)).toContain('the bell is cracked');
  });
});

describe('push with a slot', () => {
  it('computes it and answers what came out', async () => {
    for (const times of ['1', '2', '3']) await node.send(tower, { times });
    const wanted = [tower, '2', 'rang 3 for nobody'];
    const ways = ['~process@1.0/push&slot=2', '~process@1.0/push?slot=2', '~push@1.0/push&slot+integer=2'];
    for (const way of ways) expect(await outcome(await node.fetch(`/${tower}${way}`))).toEqual(wanted);
    expect(await slotOf(tower)).toBe('3');
    expect(await node.text(`/${tower}~process@1.0/compute/at-slot`)).toBe('2');
  });
  it.each([
    ['push&slot=1', '400', '500'],
    ['push&slot=-1', '400', '500'],
    ['push&slot=noon', '400', '500'],
    ['push&slot=', '400', '500'],
  ])('%s is %s bad-slot, in strict %s', async (key, status, strictStatus) => {
    const strict = await createStackNode({ onDemand: true, strict: true });
    const bell = await strict.spawn(BELL);
    expect(await strict.gist(`/${bell}~process@1.0/${key}`)).toBe(`${strictStatus} bad-slot`);
    expect(await node.gist(`/${tower}~process@1.0/${key}`)).toBe(`${status} bad-slot`);
    expect(await node.gist(`/${tower}~push@1.0/${key}`)).toBe(`${status} bad-slot`);
    await strict.close();
  });
  it('needs the process, and that it is here', async () => {
    expect(await node.gist(`/${NOWHERE}~process@1.0/push&slot=0`)).toBe('404 unknown-process');
    expect(await node.gist('/~push@1.0/push&slot=0')).toBe('400 no-process');
  });
});

describe('push with neither', () => {
  it('schedules the request itself, as a node does before it fails', async () => {
    expect((await outcome(await node.fetch(`/${tower}~process@1.0/push&times=2`)))[1]).toBe('1');
    const strict = await createStackNode({ onDemand: true, strict: true });
    const bell = await strict.spawn(BELL);
    expect(await strict.gist(`/${bell}~process@1.0/push`)).toBe('500 node-defect');
    expect(await strict.text(`/${bell}~process@1.0/slot/current`)).toBe('1');
    await strict.close();
  });
  it('needs a process in the path', async () => {
    expect(await node.gist('/~push@1.0/push')).toBe('400 no-process');
  });
});

it('names the slot of a message that nobody can compute now', async () => {
  const idle = createTestNode();
  const draft = { message: map({ type: 'Process' }), timestamp: 1, height: 1, anchor: 'a', claims: {} };
  await idle.store.create(NOWHERE, 'idle', { ...draft, id: NOWHERE });
  const response = await idle.fetch(`/${NOWHERE}~process@1.0/push`, { method: 'POST', headers: { times: '1' } });
  expect([response.status, response.headers.get('pocketbeam-code')]).toEqual([503, 'no-engine']);
  expect(await response.json()).toMatchObject({
    next: 'Do not send it again: ask for push&slot=1 later.',
    details: { process: NOWHERE, slot: 1 },
  });
  expect(await idle.text(`/${NOWHERE}~process@1.0/schedule/assignments/1/body/times`)).toBe('1');
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStackNode, type StackNode } from '../../e2e/support/stack-node.ts';

/** A meter: adds up what it is told. */
const METER = `
sum = 0
function compute(base, req)
  sum = sum + (tonumber(req.body.add) or 0)
  base.total = sum
  base.results = { outbox = { note = { method = 'PATCH', cache = { sum = sum, seen = { at = req.slot } } } } }
  return base
end`;
const NOWHERE = 'meter-of-nobody'.padEnd(43, '_');

let node: StackNode;
let at: string;

beforeAll(async () => {
  node = await createStackNode({ onDemand: true });
  at = `/${await node.spawn(METER, { unit: 'kWh', 'patch-from': '/results/outbox' })}~process@1.0`;
  for (const add of ['1', '10', '100']) await node.send(at.slice(1, 44), { add });
});
afterAll(() => node.close());

describe('process@1.0', () => {
  it('slot says how far the schedule is, computed or not', async () => {
    expect(await node.json(`${at}/slot`)).toEqual({ process: at.slice(1, 44), current: 3 });
    for (const path of [`${at}/slot/current`, `${at.replace('~process@1.0', '')}/slot/current`])
      expect(await node.text(path)).toBe('3');
    expect(await node.gist(`${at}/slot/last`)).toBe('404 null');
  });
  it.each(['now/cache/sum', 'compute', 'slot/current', 'schedule', 'cache'])('of nothing: %s', async (path) => {
    const response = await node.fetch(`/meter~process@1.0/${path}`);
    expect([response.status, await response.text()]).toEqual([404, '"not_found"']);
  });
  it.each([
    ['compute&slot=1/cache/sum', '1'],
    ['compute&slot=2/cache/seen/at', '2'],
    ['compute/cache/sum?slot=0', '0'],
    ['compute=2/total', '11'],
    ['compute/1/total', '1'],
    ['compute/cache/sum', '11'],
    ['now/cache/sum', '111'],
    ['cache/sum', '111'],
    ['cache&slot=1/sum', '1'],
    ['results=1/outbox', undefined],
    ['now/process/unit', 'kWh'],
    ['unit', 'kWh'],
    ['schedule/assignments/2/body/add', '10'],
  ])('%s', async (key, wanted) => {
    const response = await node.fetch(`${at}/${key}`);
    expect(response.status).toBe(200);
    if (wanted !== undefined) expect(await response.text()).toBe(wanted);
  });
  it('names the slot that an answer stands for', async () => {
    for (const [key, slot] of [
      ['compute&slot=1/total', '1'],
      ['now/total', '3'],
    ] as const)
      expect((await node.fetch(`${at}/${key}`)).headers.get('pocketbeam-slot')).toBe(slot);
  });
  it.each(['compute&slot=4/total', 'compute&slot=one', 'compute=-1/total', 'results=4', 'cache&slot=1e0/sum'])(
    '%s is no slot',
    async (key) => {
      expect(await node.gist(`${at}/${key}`)).toBe('400 bad-slot');
    },
  );
  it.each(['now', 'compute/total', 'compute&slot=0/total', 'slot', 'slot/current', 'schedule', 'cache/sum', 'type'])(
    '%s of a process that is not here',
    async (key) => {
      const response = await node.fetch(`/${NOWHERE}~process@1.0/${key}`);
      expect([response.status, response.headers.get('unavailable')]).toEqual([404, NOWHERE]);
      expect(await response.text()).toBe(`Message necessary to resolve request not found: ${NOWHERE}`);
    },
  );
  it('gives the state of a slot with what proves how it came about', async () => {
    await node.text(`${at}/now`);
    const last = (await node.json(`${at}/snapshot`)) as Record<string, unknown>;
    const first = (await node.json(`${at}/snapshot&slot=0`)) as Record<string, unknown>;
    expect(last.slot).toBe(Number(await node.text(`${at}/slot/current`)));
    expect(first.slot).toBe(0);
    expect(last['hash-chain']).toMatch(/^[\w-]{43}$/);
    expect(first['hash-chain']).not.toBe(last['hash-chain']);
    expect(last.state).toMatchObject({ 'at-slot': last.slot });
    expect(await node.gist(`${at}/snapshot&slot=99`)).toBe('400 bad-slot');
  });
  it('computes a process that lacks what it needs, with an error in each slot', async () => {
    const headers = { type: 'Process', device: 'process@1.0' };
    const response = await node.fetch('/~scheduler@1.0/schedule', { method: 'POST', headers });
    const process = response.headers.get('process') ?? '';
    await node.send(process, { add: '1' });
    const bare = `/${process}~process@1.0`;
    expect(await node.text(`${bare}/now/results/error`)).toContain('execution device');
    expect(await node.text(`${bare}/compute/at-slot`)).toBe('1');
  });
});

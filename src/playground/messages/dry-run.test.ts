import { afterEach, beforeEach, expect, test } from 'vitest';
import { createNodePocketbeam, type NodePocketbeam } from '../../integrations/node/node-pocketbeam.ts';
import { dryRun, type Tried } from './dry-run.ts';

const OVEN = `
Heat = Heat or 20
Handlers.add('Warm', { Action = 'Warm' }, function(msg)
  assert(msg.From == Owner, 'only for the owner')
  Heat = Heat + tonumber(msg.By)
  print('now ' .. Heat .. ' ' .. msg.Data)
  msg.reply({ Action = 'Warmed', Data = tostring(Heat) })
end)
Handlers.add('Make', 'Make', function() Spawn({ Data = 'x = 1', ['On-Boot'] = 'Data' }) end)`;

let node: NodePocketbeam;
beforeEach(async () => {
  node = await createNodePocketbeam({});
});
afterEach(() => node.close());

const tryOn = async (process: string, tags: Record<string, string>, data = ''): Promise<Tried> => {
  const fetch = async (path: string, init?: RequestInit): Promise<Response> =>
    (await node.handle(new Request(`http://node.test${path}`, init)))!;
  const known = new Set((await node.api.list()).map((one) => one.process));
  const message = { data, tags: Object.entries(tags).map(([name, value]) => ({ name, value })) };
  return dryRun({ fetch }, process, message, (id) => known.has(id));
};

test('what a message would give, as its sender gets it, and nothing is kept', async () => {
  const oven = await node.api.spawn({ source: OVEN });
  for (let i = 0; i < 2; i++) {
    const tried = await tryOn(oven, { Action: 'Warm', By: '5' }, 'ünd wärm');
    expect(tried.output.data).toBe('now 25 ünd wärm');
    expect(tried.messages).toHaveLength(1);
    expect(tried.error).toBeUndefined();
  }
  expect((await node.api.list())[0]?.slot).toBe(0);
});

test('what would fail says where', async () => {
  const oven = await node.api.spawn({ source: OVEN });
  const { error } = await tryOn(oven, { Action: 'Warm', By: 'much' });
  expect(error).toMatchObject({ code: 'lua-error', line: 5 });
  expect(error?.message).toMatch(/^\[string "aos"\]:5: attempt to perform arithmetic/);
});

test('on a process that another one spawned it comes from whoever spawned that', async () => {
  const oven = await node.api.spawn({ source: OVEN });
  const { slot } = await node.api.message({ process: oven, tags: { Action: 'Make' } });
  const { deliveries } = await node.api.result({ process: oven, slot });
  const child = deliveries!.find(({ kind }) => kind === 'spawn')!.target;
  await node.api.result({ process: child, slot: 0 });
  const { output } = await tryOn(child, { Action: 'Anything' });
  expect(output.data).toMatch(/New Message From \S*loc\.\.\./);
});

test('a process that aos does not run is told', async () => {
  const module = { source: 'function compute(base) base.results = {} return base end' };
  const own = await node.api.spawn({ module });
  await expect(tryOn(own, { Action: 'Warm' })).rejects.toMatchObject({ code: 'no-dry-run', status: 501 });
});

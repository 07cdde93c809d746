/** Processes that send to each other, in Node. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createArchives } from '../archive/archives.ts';
import type { Store } from '../core/ports/store.ts';
import { ProcessComputer } from '../devices/process-computer.ts';
import { createNodePocketbeam, type NodePocketbeam } from '../integrations/node/node-pocketbeam.ts';
import { createLuaEngine } from '../lua/engine.ts';
import { dataOf } from './data.ts';
import { createDataStore } from '../store/data.ts';
import { openFileKeyValue } from '../store/file.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import { createEmulator } from './emulator.ts';
import { Pusher } from './pusher.ts';

let node: NodePocketbeam;
let errors: unknown[];
beforeEach(async () => {
  errors = [];
  node = await createNodePocketbeam({ onError: (error) => errors.push(error) });
});
afterEach(() => node.close());

const read = async (path: string): Promise<string> => {
  const response = await node.handle(new Request(`http://node.test${path}`));
  return (await response?.text()) ?? '';
};
const id = (name: string): string => name.padEnd(43, '_');
const send = async (process: string, action: string, more: Record<string, string> = {}) => {
  const { slot } = await node.api.message({ process, tags: { Action: action, ...more } });
  return node.api.result({ process, slot });
};

/** Answers every Ping of a number below `last` with the next, and keeps what came. */
const PLAYER = `
  Last = Last or 6
  Handlers.add('ping', 'Ping', function(msg)
    local n = tonumber(msg.N)
    Send({ device = 'patch@1.0', cache = { n = n, from = msg.From, owner = msg.Owner, sender = msg.Tags['From-Process'] } })
    if n < Last then msg.reply({ Action = 'Ping', N = tostring(n + 1) }) end
  end)
  Handlers.add('start', 'Start', function(msg) Send({ Target = msg.To, Action = 'Ping', N = '1' }) end)
`;

describe('pushing on', () => {
  it('gives what a process sends the next slot of its target, until nobody answers', async () => {
    const [a, b] = [id('ping'), id('pong')];
    for (const process of [a, b]) await node.api.spawn({ id: process, source: PLAYER });
    const { deliveries } = await send(a, 'Start', { To: b });
    expect(deliveries).toEqual([{ kind: 'message', target: b, slot: 1 }]);
    // Whoever reads a slot finds what it sent in its slots.
    expect(await read(`/${b}~process@1.0/now/cache/n`)).toBe('1');
    await expect.poll(() => read(`/${a}~process@1.0/now/cache/n`)).toBe('6');
    expect(await read(`/${b}~process@1.0/now/cache/n`)).toBe('5');
    expect(await read(`/${a}~process@1.0/now/cache/from`)).toBe(b);
    expect(await read(`/${a}~process@1.0/now/cache/sender`)).toBe(b);
    expect(await read(`/${a}~process@1.0/now/cache/owner`)).toBe('local-authority'.padEnd(43, '_'));
    expect(errors).toEqual([]);
  });

  it('lets a handler wait for the answer of another process', async () => {
    const [asker, oracle] = [id('asker'), id('oracle')];
    await node.api.spawn({
      id: oracle,
      source: `Handlers.add('price', 'Price', function(msg) msg.reply({ Price = '42' }) end)`,
    });
    await node.api.spawn({
      id: asker,
      source: `Handlers.add('ask', 'Ask', function(msg)
        local answer = Send({ Target = '${oracle}', Action = 'Price' }).receive()
        Send({ device = 'patch@1.0', cache = { price = answer.Price } })
      end)`,
    });
    await send(asker, 'Ask');
    await expect.poll(() => read(`/${asker}~process@1.0/now/cache/price`)).toBe('42');
  });

  it('notes what is for nobody here as delivered outside', async () => {
    const process = id('sender');
    await node.api.spawn({ id: process, source: PLAYER });
    const { deliveries, error } = await send(process, 'Start', { To: id('elsewhere') });
    expect(error).toBeUndefined();
    expect(deliveries).toEqual([{ kind: 'message', target: id('elsewhere') }]);
  });

  it('pushes nothing on that was only scheduled, until it is asked to', async () => {
    const [a, b] = [id('a'), id('b')];
    for (const process of [a, b]) await node.api.spawn({ id: process, source: PLAYER });
    const { slot } = await node.api.message({ process: a, tags: { Action: 'Start', To: b }, push: false });
    expect((await node.api.result({ process: a, slot })).deliveries).toBeUndefined();
    expect(await read(`/${b}~process@1.0/slot/current`)).toBe('0');
    const answer = JSON.parse(await read(`/${a}~process@1.0/push&slot=${slot}/pushed/serialize~json@1.0`)) as object;
    expect(answer).toMatchObject({
      1: { kind: 'message', target: b, process: b, slot: 1, pushed: { 1: { target: a } } },
    });
    expect(await read(`/${a}~process@1.0/now/cache/n`)).toBe('6');
    // Once more: everything has its slots.
    await read(`/${a}~process@1.0/push&slot=${slot}`);
    expect(await read(`/${b}~process@1.0/slot/current`)).toBe('3');
  });

  it('starts processes that a process spawns, and tells it', async () => {
    const parent = id('parent');
    await node.api.spawn({
      id: parent,
      source: `Handlers.add('make', 'Make', function(msg)
        local made = Spawn(ao._module, { Data = [[
          Send({ device = 'patch@1.0', cache = { owner = Owner, parent = ao.env.Process.Tags['From-Process'] } })
        ]], Tags = { ['On-Boot'] = 'Data', Name = 'child' } }).receive()
        Send({ device = 'patch@1.0', cache = { child = made.Process } })
      end)`,
    });
    await send(parent, 'Make');
    await expect.poll(() => read(`/${parent}~process@1.0/now/cache/child`)).toHaveLength(43);
    const child = await read(`/${parent}~process@1.0/now/cache/child`);
    expect(await read(`/${child}~process@1.0/now/cache/owner`)).toBe(parent);
    expect(await read(`/${child}~process@1.0/now/cache/parent`)).toBe(parent);
    expect((await node.api.list()).find(({ process }) => process === child)?.name).toBe('child');
  });

  it('assigns a message to another process', async () => {
    const [a, b] = [id('assigner'), id('assignee')];
    await node.api.spawn({
      id: a,
      source: `Handlers.add('pass', 'Pass', function(msg) Assign({ Processes = { '${b}' }, Message = msg.Id }) end)`,
    });
    await node.api.spawn({
      id: b,
      source: `ao.addAssignable('all', function() return true end)
        Handlers.add('pass', 'Pass', function(msg)
          Send({ device = 'patch@1.0', cache = { target = msg.Target, note = msg.Note } })
        end)`,
    });
    const { deliveries } = await send(a, 'Pass', { Note: 'hello' });
    expect(deliveries).toEqual([{ kind: 'assignment', target: b, slot: 1 }]);
    expect(await read(`/${b}~process@1.0/now/cache/target`)).toBe(a);
    expect(await read(`/${b}~process@1.0/now/cache/note`)).toBe('hello');
  });

  it('goes on with what waited when whoever computed was gone', async () => {
    const data = await mkdtemp(path.join(tmpdir(), 'pocketbeam-push-'));
    const [a, b] = [id('before'), id('after')];
    const kv = await openFileKeyValue(data);
    const [store, archives] = [createStore(kv), createArchives(kv)];
    const computer = new ProcessComputer(store, createLuaEngine());
    const early = createEmulator({ store, archives, data: dataOf(createDataStore(kv)), computer });
    for (const process of [a, b]) await early.spawn({ id: process, source: PLAYER });
    const { slot } = await early.message({ process: a, tags: { Action: 'Start', To: b } });
    await early.result({ process: a, slot });
    expect(await store.pendingPushes()).toEqual([{ process: a, slot, hops: 0 }]);
    expect((await store.head(b))?.slot).toBe(0);
    await store.close();

    await node.close();
    node = await createNodePocketbeam({ data, onError: (error) => errors.push(error) });
    await expect.poll(() => read(`/${a}~process@1.0/now/cache/n`)).toBe('6');
    expect(await read(`/${b}~process@1.0/slot/current`)).toBe('3');
    await rm(data, { recursive: true });
  });

  it('takes up what comes in the moment that it comes to rest', async () => {
    for (let moments = 0; moments < 24; moments++) {
      const done: number[] = [];
      const store: Store = {
        ...createStore(new MemoryKeyValue()),
        record: () => Promise.resolve(undefined),
        keepDeliveries: async (process, slot) => {
          done.push(slot);
          if (slot > 0) return;
          const next = async (): Promise<void> => {
            for (let i = 0; i < moments; i++) await Promise.resolve();
            pusher.add({ process, slot: 1, hops: 0 });
          };
          void next();
        },
      };
      const computer = { compute: () => Promise.resolve(), read: () => Promise.reject(new Error('not used here')) };
      const pusher = new Pusher({ store, computer, onError: (error) => errors.push(error) });
      await pusher.start();
      pusher.add({ process: id('busy'), slot: 0, hops: 0 });
      await expect.poll(() => done, { message: `${moments} microtasks later` }).toEqual([0, 1]);
      await pusher.stop();
    }
    expect(errors).toEqual([]);
  });

  it('ends those that answer each other for ever, and says who', async () => {
    const [a, b] = [id('for'), id('ever')];
    for (const process of [a, b]) await node.api.spawn({ id: process, source: `Last = 1e9 ${PLAYER}` });
    await send(a, 'Start', { To: b });
    await expect.poll(() => errors.length, { timeout: 20_000 }).toBe(1);
    expect(errors[0]).toMatchObject({ code: 'endless-push' });
    expect(String(errors[0])).toContain(a);
  }, 30_000);
});

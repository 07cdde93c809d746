/** `lua@5.3a` in the slots of a process: what they ask by `ao.resolve`, the sandbox, functions and modules. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { COUNTER, createLuaNode, LIB, lua, NOWHERE, OTHER, PROGRAM, type LuaNode } from '../../e2e/support/lua-node.ts';
import { map } from '../../e2e/support/test-node.ts';
import { PocketbeamError } from '../core/errors.ts';
import type { Engine } from '../core/ports/engine.ts';
import type { Value } from '../core/value.ts';
import { ProcessComputer } from './process-computer.ts';

let node: LuaNode;
beforeEach(async () => {
  node = await createLuaNode();
});

describe('ao.resolve in slots', () => {
  const said = async (process = COUNTER): Promise<string> => node.body(`/${process}~process@1.0/compute/cache/said`);

  it('answers, and keeps the answers for replays', async () => {
    await node.spawn(OTHER, {});
    const slot = await node.send(COUNTER, {
      code: `local s, v = ao.resolve({ path = '/${OTHER}~process@1.0/now/total' }) keep = v return s .. v`,
    });
    expect(await said()).toBe('ok1');
    expect((await node.store.record(COUNTER, slot))?.resolved).toEqual([{ status: 'ok', value: 1 }]);
    // The other process goes on, so that asking again would give another answer.
    await node.send(OTHER, {});
    await node.engine.drop(COUNTER);
    await node.send(COUNTER, { code: `return 'kept ' .. keep .. ' in run ' .. runs` });
    expect(await said()).toBe('kept 1 in run 3');
  });

  it('computes what another process has pending', async () => {
    await node.spawn(OTHER, {});
    await node.schedule(OTHER, {});
    await node.send(COUNTER, { code: `return select(2, ao.resolve('${OTHER}', 'now/total'))` });
    expect(await said()).toBe('2');
  });

  it('reads what the process itself has committed', async () => {
    for (const when of ['compute', 'now']) {
      await node.send(COUNTER, {
        code: `local s, v = ao.resolve('/${COUNTER}~process@1.0/${when}/total') return s .. v`,
      });
      expect(await said()).toBe(when === 'compute' ? 'ok1' : 'ok2');
    }
    await node.schedule(COUNTER, { code: `return select(2, ao.resolve('/${COUNTER}/compute&slot=3/total')).code` });
    await node.send(COUNTER, {});
    expect(await node.body(`/${COUNTER}/compute&slot=3/cache/said`)).toBe('bad-slot');
  });

  it('reads what the slots before have made, also when these are still being committed', async () => {
    const { store, computer } = node;
    const commit = store.commit.bind(store);
    const commits = vi.spyOn(store, 'commit').mockImplementation(async (...given) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return commit(...given);
    });
    const code = `local s, v = ao.resolve('/${COUNTER}~process@1.0/compute/total') return s .. v`;
    const sent = await Promise.all(Array.from({ length: 8 }, () => node.take(COUNTER, { code })));
    await Promise.all(sent.map(({ slot, taken }) => computer.compute(COUNTER, slot, taken)));
    expect(commits).toHaveBeenCalledTimes(8);
    for (const { slot } of sent)
      expect(await node.body(`/${COUNTER}~process@1.0/compute&slot=${slot}/cache/said`)).toBe(`ok${slot}`);
  });

  it('cannot read the process in its first slot', async () => {
    const code = `return select(2, ao.resolve('/${OTHER}~process@1.0/compute/total')).code`;
    await node.spawn(OTHER, {
      module: lua(
        `${PROGRAM} local run = compute function compute(base, req) base = run(base, req) base.cache.said = (function() ${code} end)() return base end`,
      ),
    });
    expect(await said(OTHER)).toBe('slot-running');
  });

  it('does not wait in circles', async () => {
    await node.spawn(OTHER, {});
    const asks = (process: string): string =>
      `local s, v = ao.resolve('/${process}~process@1.0/now/total') return s .. tostring(v)`;
    await node.schedule(OTHER, { code: asks(COUNTER) });
    await node.send(COUNTER, { code: asks(OTHER) });
    expect([await said(), await said(OTHER)]).toEqual(['ok2', 'ok1']);
  });

  it('is asked again by a program that fails afterwards, in replays too', async () => {
    const slot = await node.send(COUNTER, { code: `ao.resolve({ path = 'a', a = 1 }) runs = 100 error('after')` });
    expect(await node.store.record(COUNTER, slot)).toMatchObject({ error: { code: 'lua-error' } });
    await node.send(COUNTER, { code: `runs = 50 ao.resolve({ path = 'a', a = 1 }) error('after')` });
    expect(await node.store.record(COUNTER, slot + 1)).toMatchObject({
      error: { code: 'lua-error' },
      resolved: [{ status: 'ok', value: 1 }],
    });
    await node.engine.drop(COUNTER);
    await node.send(COUNTER, { code: 'return runs' });
    expect(await said()).toBe('2');
  });

  it('goes on when answering has cost the engine its life', async () => {
    await node.send(COUNTER, { code: `kept = 'kept' return 'x'` });
    const dying: Engine = {
      ...node.engine,
      read: async () => {
        await node.engine.drop(COUNTER);
        throw new PocketbeamError('engine-terminated', 'stopped');
      },
    };
    node.computer = new ProcessComputer(node.store, dying);
    const asks = `local s, v = ao.resolve('/~lua@5.3a&module=${LIB}/hello')`;
    await node.send(COUNTER, { code: `${asks} return s .. ' ' .. v.code .. ' ' .. kept` });
    expect(await said()).toBe('error engine-terminated kept');
  });

  it('has an end, and the process goes on', async () => {
    const slot = await node.send(COUNTER, { code: `while true do ao.resolve({ path = 'a', a = 1 }) end` });
    expect((await node.store.record(COUNTER, slot))?.error?.code).toBe('too-many-questions');
    await node.engine.drop(COUNTER);
    await node.send(COUNTER, { code: 'return runs' });
    expect(await said()).toBe('2');
  });
});

describe('a program in its slots', () => {
  it('holds what it was given as it was, in replays too', async () => {
    for (const code of ['(...).deep = { x = 1 }', 'held = (...).deep', '(...).deep.x = 2'])
      await node.send(COUNTER, { code });
    for (const forget of [false, true]) {
      if (forget) await node.engine.drop(COUNTER);
      await node.send(COUNTER, { code: `return held.x .. ' ' .. (...).deep.x` });
      expect(await node.body(`/${COUNTER}~process@1.0/compute/cache/said`)).toBe('1 2');
    }
  });
});

describe('what a process says about its Lua', () => {
  const run = async (keys: Record<string, Value>, code: string): Promise<string> => {
    await node.spawn(OTHER, keys);
    await node.send(OTHER, { code });
    return node.body(`/${OTHER}~process@1.0/compute/cache/said`);
  };
  const types = `return type(os.getenv) .. ' ' .. type(tostring) .. ' ' .. type(string.rep)`;

  it.each([
    ['nothing', {}, 'nil function function'],
    ['a list', { sandbox: ['string.rep', 'no/such/name'] }, 'nil function string'],
    ['a map', { sandbox: map({ tostring: false, 'string/rep': map({}) }) }, 'nil boolean table'],
  ])('sandbox: %s', async (_, keys, expected) => {
    expect(await run(keys, types)).toBe(expected);
  });

  it('sandbox: true takes load away once the modules have run', async () => {
    const module = lua(`
      local early = load('return 1')()
      function compute(base) base.cache = { early = early, late = tostring(load), called = select(2, pcall(function() return load('') end)) } base.results = {} return base end`);
    for (const sandbox of [true, 'true']) {
      await node.spawn(sandbox === true ? OTHER : NOWHERE, { module, sandbox });
      const cache = await node.json(`/${sandbox === true ? OTHER : NOWHERE}~process@1.0/now/cache`);
      expect(cache).toMatchObject({ early: 1, late: 'sandboxed' });
      expect(cache.called).toContain('attempt to call a string value');
    }
  });

  it('a sandbox holds in dynamic reads', async () => {
    await node.store.putMessage(OTHER, lua(`function f() return tostring(string.rep) end`));
    expect(await node.body(`/~lua@5.3a&module=${OTHER}&sandbox+list="string.rep"/f`)).toBe('sandboxed');
    expect(await node.body(`/~lua@5.3a&module=${OTHER}/f`)).toMatch(/^(builtin|function)/);
  });

  it('the function of a message or of the process in place of compute', async () => {
    await node.send(COUNTER, { function: 'other' });
    expect(await node.json(`/${COUNTER}~process@1.0/now/cache`)).toEqual({ called: 'other', with: 'table' });
    await node.spawn(OTHER, { function: 'other' });
    expect(await node.body(`/${OTHER}~process@1.0/now/cache/called`)).toBe('other');
  });

  it('modules as text, message, list and map, in order', async () => {
    const compute = `function compute(base) base.cache = { name = tostring(name) } base.results = {} return base end`;
    const forms: [string, Value][] = [
      ['text', `name = 'text' ${compute}`],
      ['message', lua(`name = 'message' ${compute}`)],
      ['list', [lua(`name = 'no'`), lua(`name = 'list'`), lua(compute)]],
      ['map', map({ b: lua(`name = 'map'`), a: lua(`name = 'no'`), c: lua(compute) })],
    ];
    for (const [name, module] of forms) {
      const process = name.padEnd(43, '-');
      await node.spawn(process, { module });
      expect(await node.body(`/${process}~process@1.0/now/cache/name`)).toBe(name);
    }
  });

  it('a module that is not there fails slots, also when it turns up', async () => {
    await node.spawn(OTHER, { module: NOWHERE });
    expect((await node.store.record(OTHER, 0))?.error?.code).toBe('unknown-message');
    await node.store.putMessage(NOWHERE, lua(PROGRAM));
    await node.send(OTHER, { code: 'return runs' });
    expect(await node.body(`/${OTHER}~process@1.0/now/cache/said`)).toBe('1');
    expect((await node.store.read(OTHER, ['total']))?.value).toBe(1);
  });
});

/** The engine port: which outcomes keep what a message did, dry-runs, and what they cost. */
import { describe, expect, it } from 'vitest';
import type { AosResult } from '../core/ports/engine.ts';
import { spawned, tagsOf } from './aos/testing.ts';
import { createLuaEngine } from './engine.ts';
import { EngineProcess } from './testing/engine-process.ts';

const SOURCE = `
Count = 0
Kept = setmetatable({}, { __index = function() return 'none' end })
local private = 0
Waiting = coroutine.wrap(function() while true do coroutine.yield(Count) end end)
local function change(msg)
  Count = Count + 1
  private = private + 1
  Kept[msg.Id] = true
  Waiting()
  math.random(100)
  Send({ Target = 'x', Data = tostring(Count) })
end
Handlers.add('Ok', 'Ok', change)
Handlers.add('Fail', 'Fail', function(msg) change(msg) error('no') end)
Handlers.add('Loop', 'Loop', function(msg) change(msg) while true do pcall(function() end) end end)
Handlers.add('Grow', 'Grow', function(msg) change(msg) local t = {} while true do t[#t + 1] = {} end end)
Handlers.add('Setting', 'Setting', function(msg) change(msg) setmetatable(Kept, nil) Handlers.remove('Ok') end)
function State()
  local n = 0
  for _ in pairs(Kept) do n = n + 1 end
  return Count .. ' ' .. private .. ' ' .. n .. ' ' .. tostring(Kept.x) .. ' ' .. #Handlers.list .. ' ' .. #Inbox
end`;

/** Small enough for the killed messages to end at once. */
const LIMITS = { gas: 5_000_000, memory: 32 * 1024 * 1024 };

async function process(): Promise<EngineProcess> {
  const made = new EngineProcess(createLuaEngine(LIMITS));
  const { error } = await made.spawn(SOURCE);
  expect(error).toBeUndefined();
  return made;
}

const outcomes: readonly { name: string; action: string; dry?: boolean; code?: string; kept: boolean; sent: number }[] =
  [
    { name: 'a handler that returns', action: 'Ok', kept: true, sent: 1 },
    { name: 'an error of the handler', action: 'Fail', code: 'lua-error', kept: true, sent: 0 },
    { name: 'the end of the gas', action: 'Loop', code: 'gas-exhausted', kept: false, sent: 0 },
    { name: 'the end of the memory', action: 'Grow', code: 'out-of-memory', kept: false, sent: 0 },
    { name: 'a dry-run', action: 'Ok', dry: true, kept: false, sent: 1 },
    { name: 'a dry-run with an error', action: 'Fail', dry: true, code: 'lua-error', kept: false, sent: 0 },
    { name: 'a dry-run out of gas', action: 'Loop', dry: true, code: 'gas-exhausted', kept: false, sent: 0 },
    { name: 'a dry-run out of memory', action: 'Grow', dry: true, code: 'out-of-memory', kept: false, sent: 0 },
    { name: 'a dry-run that changes metatables and handlers', action: 'Setting', dry: true, kept: false, sent: 1 },
  ];

describe('what a message leaves behind', () => {
  it.each(outcomes)('$name: globals kept $kept, messages sent $sent', async ({ action, dry, code, kept, sent }) => {
    const one = await process();
    const before = await one.eval('State()');
    const result = await (dry ? one.trial({ action }) : one.run({ action }));
    expect(result.error?.code).toBe(code);
    expect(result.messages).toHaveLength(sent);
    expect(await one.engine.position(one.id)).toBe(one.slot);
    const after = await one.eval('State()');
    if (kept) expect(after).not.toBe(before);
    else expect(after).toBe(before);
    // The next message works, and continues from there.
    const next = await one.run({ action: 'Ok' });
    expect(next.error).toBeUndefined();
    expect(next.messages[0]?.get('Data')).toBe(kept ? '2' : '1');
  });
});

describe('a dry-run', () => {
  it('gives what the message gives, as often as it is asked, and the message gives it afterwards', async () => {
    const random =
      "Handlers.add('Random', 'Random', function(msg) msg.reply({ Data = tostring({}) .. math.random(1e9) }) end)";
    const one = new EngineProcess(createLuaEngine());
    await one.spawn(random);
    const order = { action: 'Random' };
    const [first, second] = [await one.trial(order), await one.trial(order)];
    expect(second).toEqual(first);
    expect(await one.run(order)).toEqual(first);
    expect(await one.run(order)).not.toEqual(first);
  });

  it('needs a heap', async () => {
    const one = new EngineProcess(createLuaEngine());
    await expect(one.trial({ action: 'Ok' })).rejects.toMatchObject({ code: 'out-of-order' });
  });

  it('costs at most three times the same message on a heap of 100,000 entries', { timeout: 60_000 }, async () => {
    const one = new EngineProcess(createLuaEngine());
    const source = `
Balances = {}
for i = 1, 100000 do Balances['holder' .. i] = tostring(i) end
Handlers.add('Move', 'Move', function(msg)
  for i = 1, 20 do Balances['holder' .. i] = tostring(tonumber(Balances['holder' .. i]) + 1) end
  Balances.fresh = nil
  msg.reply({ Data = Balances.holder1 })
end)`;
    expect((await one.spawn(source)).error).toBeUndefined();
    const order = { action: 'Move' };
    const times = { message: [] as number[], trial: [] as number[] };
    for (let round = 0; round < 60; round++) {
      times.message.push(await timed(() => one.run(order)));
      times.trial.push(await timed(() => one.trial(order)));
    }
    const [message, trial] = [median(times.message), median(times.trial)];
    console.log(
      `dry-run on 100,000 entries: ${trial.toFixed(3)} ms, the message ${message.toFixed(3)} ms, ratio ${(trial / message).toFixed(2)}`,
    );
    expect(trial / message).toBeLessThanOrEqual(3);
  });

  it('saves what it writes, whatever the size of the heap', () => {
    const saved = (entries: number): number => {
      const process = spawned(`
Balances = {}
for i = 1, ${entries} do Balances['holder' .. i] = i end
Handlers.add('Move', 'Move', function(msg) Balances.holder1 = 0 Balances.holder2 = nil Balances.fresh = 1 msg.reply({ Data = 'ok' }) end)`);
      const transaction = process.machine.begin();
      const result = process.send({ tags: { Action: 'Move' } });
      const { length } = process.machine.heap.journal;
      transaction.rollback();
      expect(process.machine.heap.journal).toHaveLength(0);
      expect(tagsOf(result.messages[0]).size).toBeGreaterThan(0);
      return length;
    };
    expect(saved(100_000)).toBe(saved(1_000));
  });
});

async function timed(work: () => Promise<AosResult>): Promise<number> {
  const start = performance.now();
  const { error } = await work();
  expect(error).toBeUndefined();
  return performance.now() - start;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

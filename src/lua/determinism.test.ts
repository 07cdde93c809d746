/** The same log gives the same results and the same state: in two engines, and in one after its heap was dropped. */
import { describe, expect, it } from 'vitest';
import type { AosResult, Engine } from '../core/ports/engine.ts';
import { createLuaEngine } from './engine.ts';
import { EngineProcess, type Order } from './testing/engine-process.ts';

const SOURCE = `
Seen = {}
Log = {}
local private = 0
local waiting = coroutine.wrap(function() local n = 0 while true do n = n + coroutine.yield(n) end end)
waiting()
local function note(...) for _, value in ipairs({ ... }) do Log[#Log + 1] = tostring(value) end end
Handlers.add('Random', 'Random', function(msg)
  note(math.random(), math.random(1000000))
  math.randomseed(tonumber(msg.Timestamp)) note(math.random(1 << 40))
end)
Handlers.add('Order', 'Order', function(msg)
  for _, key in ipairs({ 'zeta', 'alpha', 5, 'mid', 2.5, true, {}, print, 1, 2 ^ 53 }) do Seen[key] = #Log end
  Seen.alpha = nil
  Seen[msg.Note] = { msg.Note }
  for key, value in pairs(Seen) do note(key, value) end
end)
Handlers.add('Sort', 'Sort', function(msg)
  local list = {}
  for i = 1, 200 do list[i] = { key = i * 7919 % 10, id = i } end
  table.sort(list, function(a, b) return a.key < b.key end)
  for _, item in ipairs(list) do note(item.id) end
end)
Handlers.add('Show', 'Show', function(msg)
  note({}, function() end, print, coroutine.create(print), msg, Seen)
  note(tostring(msg), os.time(), os.clock(), os.date('!%c', 0), collectgarbage('count'))
end)
Handlers.add('Wait', 'Wait', function(msg) note('waiting') local got = Receive({ Action = 'Go' }) note('got', got.Data, math.random(1000)) end)
Handlers.add('Fail', 'Fail', function(msg) note('before') error({ code = msg.Note }) end)
Handlers.add('Loop', 'Loop', function(msg) note('lost') while true do private = private + 1 end end)
Handlers.add('Report', 'Report', function(msg)
  private = private + 1
  Send({ Target = msg.From, Data = table.concat(Log, ' '), Private = private .. ' ' .. waiting(2) })
  Send({ device = 'patch@1.0', cache = { log = Log, seen = #Log } })
end)`;

const log: readonly Order[] = [
  { data: SOURCE, from: 'OWNER'.padEnd(43, '_'), timestamp: 1719240000000 },
  { action: 'Random', timestamp: 1719240000123 },
  { action: 'Order', tags: { Note: 'first' }, timestamp: 1719240001000 },
  { action: 'Sort', timestamp: 1719240002000 },
  { action: 'Wait', timestamp: 1719240002500 },
  { action: 'Show', timestamp: 1719240003000 },
  { action: 'Fail', tags: { Note: 'second' }, timestamp: 1719240004000 },
  { action: 'Loop', timestamp: 1719240005000 },
  { action: 'Go', data: 'now', timestamp: 1719240006000 },
  { action: 'Order', tags: { Note: 'third' }, timestamp: 1719240007000 },
  { action: 'Random', timestamp: 1719240008000 },
  { action: 'Unknown', data: 'goes to the inbox', timestamp: 1719240009000 },
  { action: 'Report', timestamp: 1719240010000 },
  { action: 'Eval', data: 'return { Log, Seen, Inbox, Handlers.list }', from: 'OWNER'.padEnd(43, '_') },
  { action: 'Report', timestamp: 1719240012000 },
];

const engine = (): Engine => createLuaEngine({ gas: 5_000_000 });

/** Runs the log; `between` may do what must not show. */
async function replay(one: Engine, between?: (process: EngineProcess) => Promise<unknown>): Promise<AosResult[]> {
  const process = new EngineProcess(one);
  const results: AosResult[] = [];
  for (const order of log) {
    results.push(await process.run(order));
    await between?.(process);
  }
  return results;
}

describe('the same log', () => {
  it('gives the same results and state in two engines', async () => {
    const [first, second] = [await replay(engine()), await replay(engine())];
    expect(first).toEqual(second);
    expect(first.map(({ error }) => error?.code)).toEqual(
      log.map(({ action }) => ({ Fail: 'lua-error', Loop: 'gas-exhausted' })[action ?? '']),
    );
    const report = String(first.at(-1)?.messages[0]?.get('Data'));
    expect(report).toContain('table: 0x');
    expect(report).toContain('got now');
    expect(report).not.toContain('lost');
    expect(report.length).toBeGreaterThan(1000);
  });

  it('gives them again after the heap was dropped', async () => {
    const one = engine();
    const first = await replay(one);
    await one.drop(new EngineProcess(one).id);
    expect(await replay(one)).toEqual(first);
  });

  it('gives them beside another process, and with dry-runs in between', async () => {
    const one = engine();
    const other = new EngineProcess(one, 'OTHER-PROCESS'.padEnd(43, '_'));
    await other.spawn(SOURCE);
    const disturbed = await replay(one, async (process) => {
      for (const action of ['Random', 'Order', 'Show', 'Go', 'Loop', 'Report']) {
        await process.trial({ action, tags: { Note: 'dry' }, timestamp: 1819240000000 });
        await other.run({ action, tags: { Note: 'other' }, timestamp: 1 });
      }
    });
    expect(disturbed).toEqual(await replay(engine()));
  });
});

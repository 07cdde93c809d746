/**
 * K messages, a snapshot, a restore in a fresh machine, M more: the same as K + M without it, in results, gas, memory and
 * the heap that is left, for any messages and any K and M.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OWNER } from '../aos/testing.ts';
import type { Order } from '../testing/engine-process.ts';
import { CopiedProcess } from './testing.ts';

const PROGRAM = `
  local json, bint = require('json'), require('.bint')(256)
  Balances, Log, Total = Balances or {}, Log or {}, Total or bint(0)
  local calls = 0
  local function note(text) calls = calls + 1 Log[#Log + 1] = calls .. ':' .. text if #Log > 8 then table.remove(Log, 1) end end
  Handlers.add('mint', 'Mint', function(msg)
    Balances[msg.From .. (msg.Tags.Key or '')] = tostring(math.random(1, 1000)) Total = Total + bint(msg.Tags.By or '1')
    note(tostring(Total)) Send({ device = 'patch@1.0', cache = { total = tostring(Total), log = Log } })
  end)
  Handlers.add('drop', 'Drop', function(msg) for k in pairs(Balances) do Balances[k] = nil break end note('drop') end)
  Handlers.add('ask', 'Ask', function(msg)
    local got = {}
    for i = 1, 2 do
      local ok, answer = pcall(function() local m = Receive({ Action = 'Answer' }) if m.Data == 'bad' then error('bad answer') end return m.Data end)
      got[#got + 1] = tostring(answer)
    end
    note(table.concat(got, '+')) print(json.encode(got))
  end)
  Handlers.add('fail', 'Fail', function(msg) note('failing') Send({ Target = 'nobody' }) error({ code = #Log }) end)
  Handlers.once('first', 'First', function() note('first') end)
  Handlers.add('loop', 'Loop', function() note('never') while true do Log[1] = {} end end)
  Handlers.add('walk', 'Walk', function()
    Walk = Walk or coroutine.wrap(function() while true do for k, v in pairs(Balances) do coroutine.yield(k .. '=' .. v) end coroutine.yield('end') end end)
    print(Walk()) print(tostring(Walk))
  end)`;

const EVALS = [
  `return #Inbox .. #Log .. tostring(Total)`,
  `local hidden = #Log function Hidden() hidden = hidden + 1 return hidden end return Hidden()`,
  `Handlers.remove('drop') return collectgarbage('count')`,
  `Weird = setmetatable({ [Balances] = 1, [1.5] = 2.0, [math.mininteger] = -0.0 }, { __index = Weird }) return tostring(Weird)`,
  `nonsense(`,
  `return Hidden and Hidden() or json`,
  `for i = 1, 40 do Balances['x' .. i] = i end for i = 1, 30 do Balances['x' .. i] = nil end return next(Balances)`,
];

const action = fc.constantFrom('Mint', 'Mint', 'Drop', 'Ask', 'Answer', 'Answer', 'Fail', 'First', 'Walk', 'Nothing');
const message: fc.Arbitrary<Order> = fc.record({
  action,
  tags: fc.record({
    Key: fc.constantFrom('a', 'b', 'c', 'd'),
    By: fc.constantFrom('1', '99999999999999999999999', '0'),
  }),
  data: fc.constantFrom('', 'good', 'bad', '{"a":[1,2]}'),
});
const evaluation = fc.constantFrom(...EVALS).map((data): Order => ({ action: 'Eval', data, from: OWNER }));
const endless = fc.constant<Order>({ action: 'Loop' });
const order = fc.oneof(
  { weight: 8, arbitrary: message },
  { weight: 3, arbitrary: evaluation },
  { weight: 1, arbitrary: endless },
);
/** Kept, or tried as a dry-run is. */
const orders = fc.array(fc.tuple(order, fc.boolean()), { maxLength: 7 });

describe('a heap from a snapshot', () => {
  it('does what the heap itself would have done', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(orders, orders, (before, after) => {
        const original = new CopiedProcess();
        expect(original.eval(PROGRAM)).toBe('');
        for (const [one, keeps] of before) original.run(one, keeps);
        const copy = original.copy();
        expect(copy.holds(original)).toBe(true);
        for (const [one, keeps] of after) {
          const expected = original.run(one, keeps);
          expect(copy.run(one, keeps)).toEqual(expected);
        }
        expect(copy.holds(original)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});

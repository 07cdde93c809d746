import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createNodePocketbeam } from '../../../integrations/node/node-pocketbeam.ts';
import { analyse, type Analysis, type HandlerReport } from './analyse.ts';

function analysed(source: string): Analysis {
  const analysis = analyse(source);
  if ('error' in analysis) throw new Error(analysis.error.message);
  return analysis;
}
const reports = (source: string): Record<string, HandlerReport> =>
  Object.fromEntries(analysed(source).handlers.map((one) => [one.name, one]));
/** The report of the only handler, or that of a name. */
function only(source: string, name?: string): HandlerReport {
  const { handlers } = analysed(source);
  const one = name === undefined ? handlers[0] : handlers.find((other) => other.name === name);
  if (!one) throw new Error('no such handler');
  return one;
}
const candidates = (source: string): string[] =>
  analysed(source)
    .handlers.filter(({ candidate }) => candidate)
    .map(({ name }) => name);

/** As programs of legacynet are written: a ledger whose balances are asked for by messages. */
const LEDGER = `
local bint = require('.bint')(256)
local utils = {
  add = function(a, b) return tostring(bint(a) + bint(b)) end,
  toNumber = function(a) return bint.tonumber(a) end,
}
Denomination = Denomination or 12
Balances = Balances or { [ao.id] = '9' }
TotalSupply = TotalSupply or '9'
Ticker = Ticker or 'OAT'

Handlers.add('info', Handlers.utils.hasMatchingTag('Action', 'Info'), function(msg)
  if msg.reply then
    msg.reply({ Ticker = Ticker, Denomination = tostring(Denomination) })
  else
    Send({ Target = msg.From, Ticker = Ticker, Denomination = tostring(Denomination) })
  end
end)

Handlers.add('balance', Handlers.utils.hasMatchingTag('Action', 'Balance'), function(msg)
  local bal = '0'
  if msg.Tags.Recipient and Balances[msg.Tags.Recipient] then
    bal = Balances[msg.Tags.Recipient]
  elseif msg.Tags.Target and Balances[msg.Tags.Target] then
    bal = Balances[msg.Tags.Target]
  end
  ao.send({ Target = msg.From, Balance = bal, Account = msg.Tags.Recipient or msg.From, Data = bal })
end)

Handlers.add('balances', Handlers.utils.hasMatchingTag('Action', 'Balances'),
  function(msg) msg.reply({ Data = require('json').encode(Balances) }) end)

Handlers.add('transfer', Handlers.utils.hasMatchingTag('Action', 'Transfer'), function(msg)
  assert(type(msg.Recipient) == 'string', 'Recipient is required!')
  if not Balances[msg.From] then Balances[msg.From] = '0' end
  Balances[msg.Recipient] = utils.add(Balances[msg.Recipient] or '0', msg.Quantity)
  msg.reply({ Action = 'Debit-Notice' })
  Send({ Target = msg.Recipient, Action = 'Credit-Notice' })
end)

Handlers.add('mint', function(msg)
  TotalSupply = utils.add(TotalSupply, msg.Quantity)
  msg.reply({ Data = TotalSupply })
end)

Handlers.add('supply', Handlers.utils.hasMatchingTag('Action', 'Total-Supply'), function(msg)
  assert(msg.From ~= ao.id, 'Cannot call Total-Supply from the same process!')
  Send({ Target = msg.From, Data = TotalSupply, Ticker = Ticker })
end)
`;

describe('a ledger', () => {
  it('has the handlers that only read for candidates', () => {
    expect(candidates(LEDGER)).toEqual(['info', 'balance', 'balances', 'supply']);
    const { transfer, mint } = reports(LEDGER);
    expect(transfer).toMatchObject({ writes: ['Balances'], why: 'It changes Balances and sends messages to others.' });
    expect(mint).toMatchObject({ writes: ['TotalSupply'], line: 41, why: 'It changes TotalSupply.' });
  });

  it('is told the lines to add, and where they go', () => {
    const { info, balance, supply } = reports(LEDGER);
    expect(balance).toEqual({
      ...{ name: 'balance', line: 20, candidate: true, computed: false, reads: ['Balances'], writes: [] },
      why: 'It only reads Balances and answers who asks.',
      entries: [{ key: 'balances', value: 'Balances' }],
      send: "Send({ device = 'patch@1.0', cache = { balances = Balances } })",
      places: [{ name: 'transfer', line: 33 }],
      initialSync: `InitialSync = InitialSync or 'INCOMPLETE'
if InitialSync == 'INCOMPLETE' then
  Send({ device = 'patch@1.0', cache = { balances = Balances } })
  InitialSync = 'COMPLETE'
end`,
    });
    // Nothing changes it: it is sent once.
    expect(info).toMatchObject({ reads: ['Denomination', 'Ticker'], places: [] });
    expect(info).not.toHaveProperty('send');
    expect(supply).toMatchObject({
      reads: ['Ticker', 'TotalSupply'],
      send: "Send({ device = 'patch@1.0', cache = { totalsupply = TotalSupply } })",
      places: [{ name: 'mint' }],
    });
  });

  it('answers the same by a read, once the lines are added', async () => {
    const { balance, supply } = reports(LEDGER);
    const end = (line = ''): string => `  ${line}\nend`;
    const migrated =
      LEDGER.replace(/(Action = 'Credit-Notice' }\))\nend/, `$1\n${end(balance?.send)}`).replace(
        /(msg\.reply\({ Data = TotalSupply }\))\nend/,
        `$1\n${end(supply?.send)}`,
      ) + (analysed(LEDGER).initialSync ?? '');
    const beam = await createNodePocketbeam();
    const process = await beam.api.spawn({ source: migrated });
    const read = (key: string): Promise<unknown> => beam.api.read(`/${process}~process@1.0/now/cache/${key}`);
    expect([await read('totalsupply'), await read('ticker'), await read('denomination')]).toEqual(['9', 'OAT', 12]);
    const recipient = 'somebody-who-likes-porridge'.padEnd(43, 'p');
    await beam.api.message({ process, tags: { Action: 'Transfer', Recipient: recipient, Quantity: '4' } });
    await beam.api.message({ process, tags: { Action: 'mint', Quantity: '5' } });
    const { slot } = await beam.api.message({ process, tags: { Action: 'Balance', Recipient: recipient } });
    const [answer] = (await beam.api.result({ process, slot })).messages as { Data: string }[];
    expect(await read(`balances/${recipient}`)).toBe(answer?.Data);
    expect([answer?.Data, await read('totalsupply')]).toEqual(['4', '14']);
    // And with these lines there is nothing left to add.
    expect(analysed(migrated)).not.toHaveProperty('initialSync');
    expect(only(migrated, 'balance')).toMatchObject({ candidate: true, places: [] });
    expect(only(migrated, 'balance')).not.toHaveProperty('send');
    await beam.close();
  });
});

describe('what makes no candidate', () => {
  const state = 'Count = Count or 0\nList = List or {}\n';
  it.each([
    ['an assignment', 'Count = Count + 1; msg.reply({ Data = Count })', 'It changes Count.'],
    ['table.insert', 'table.insert(List, msg.Data); msg.reply({ Data = #List })', 'It changes List.'],
    ['a key', 'List[msg.From] = true; msg.reply({ Data = Count })', 'It changes List.'],
    ['an alias', 'local l = List[msg.From] or {}; l.seen = true; msg.reply({ Data = "x" })', 'It changes List.'],
    [
      'an alias in a loop',
      'for _, one in pairs(List) do one.seen = true end msg.reply({ Data = "x" })',
      'It changes List.',
    ],
    ['a function', 'bump() msg.reply({ Data = Count })', 'It changes Count.'],
    ['a parameter of a function', 'mark(List) msg.reply({ Data = Count })', 'It changes List.'],
    ['what a function gives', 'entry(msg.From).n = 1 msg.reply({ Data = Count })', 'It changes List.'],
    ['a function in pcall', 'pcall(function() Count = 1 end) msg.reply({ Data = Count })', 'It changes Count.'],
    ['a message to others', 'Send({ Target = Owner, Data = Count })', 'It sends messages to others.'],
    ['a message without a target', 'Send({ Data = Count })', 'It sends messages to others.'],
    [
      'a message in a variable',
      'local m = { Target = msg.From } Send(m)',
      'It sends a message that its text does not show.',
    ],
    ['forward', 'msg.forward(Owner) msg.reply({ Data = Count })', 'It forwards the message.'],
    ['Spawn', 'Spawn(ao._module, {}) msg.reply({ Data = Count })', 'It spawns a process.'],
    ['receive', 'local m = Receive({ Action = "x" }) msg.reply({ Data = Count })', 'It waits for another message.'],
    ['another handler', 'Handlers.once("x", function() end) msg.reply({ Data = Count })', 'It changes the handlers.'],
    ['no answer', 'print(Count)', 'It answers nobody.'],
    ['no state', 'msg.reply({ Data = msg.Data:upper() .. Owner })', 'What it answers is no state of this program.'],
    [
      'the unknown',
      'mystery(List) msg.reply({ Data = Count })',
      'It calls mystery, of which this program does not say what it does.',
    ],
    [
      'a patch',
      "Send({ device = 'patch@1.0', cache = { count = Count } }) msg.reply({ Data = Count })",
      'It patches the cache.',
    ],
  ])('%s', (_what, body, why) => {
    const source = `${state}
      local function bump() Count = Count + 1 end
      function mark(list) list.marked = true end
      local function entry(id) return List[id] end
      Handlers.add('h', 'H', function(msg) ${body} end)`;
    expect(only(source)).toMatchObject({ candidate: false, why });
  });
});

describe('shapes of programs', () => {
  it('patterns that are functions, and those that change something', () => {
    const source = `Seen = Seen or {} Visits = Visits or 0
      Handlers.add('read', function(msg) return msg.Action == 'Read' and Visits > 0 end, function(msg) msg.reply({ Data = Seen[msg.From] }) end)
      Handlers.add('write', function(msg) Seen[msg.From] = true return false end, function(msg) msg.reply({ Data = Visits }) end)`;
    expect(candidates(source)).toEqual(['read']);
    expect(only(source, 'read').reads).toEqual(['Seen', 'Visits']);
    expect(only(source, 'write')).toMatchObject({ writes: ['Seen'] });
  });

  it('handles that are functions of the program, local or global, or in a table', () => {
    const source = `
      local total = 3
      local api = {}
      function api.total(msg) msg.reply({ Data = tostring(total) }) end
      local function more(msg) total = total + 1 api.total(msg) end
      Handlers.add('Total', { Action = 'Total' }, api.total)
      Handlers.add('More', { Action = 'More' }, more)
      Handlers.add('Either', { Action = 'Either' }, {
        [{ Kind = 'a' }] = function(msg) msg.reply({ Data = total }) end,
        [{ Kind = 'b' }] = function(msg) more(msg) end,
      })`;
    expect(candidates(source)).toEqual(['Total']);
    expect(only(source, 'Total')).toMatchObject({
      entries: [{ key: 'total', value: 'total' }],
      places: [{ name: 'More' }, { name: 'Either' }],
    });
  });

  it('handlers added in other ways: prepended, once, before another, without a name, with a limit', () => {
    const source = `Sum = 4
      local NAME = 'Named'
      Handlers.prepend(NAME, 'Sum', function(m) m.reply({ Data = Sum }) end)
      Handlers.once({ Action = 'A' }, function(m) m.reply({ Data = Sum }) end)
      Handlers.before('Named').add('B', 'B', function(m) m.reply({ Data = Sum }) end)
      Handlers.append('Three', 'Three', function(m) m.reply({ Data = Sum }) end, 3)`;
    expect(candidates(source)).toEqual(['NAME', 'a handler without a name', 'B', 'Three']);
  });

  it('state in one table: each part by itself', () => {
    const source = `State = State or { users = {}, count = 0, state = 'open' }
      Handlers.add('User', 'User', function(msg) msg.reply({ Data = State.users[msg.Tags.Id].name }) end)
      Handlers.add('Phase', 'Phase', function(msg) msg.reply({ Data = State['state'] }) end)
      Handlers.add('All', 'All', function(msg) msg.reply({ Data = require('json').encode(State) }) end)
      Handlers.add('Join', 'Join', function(msg) State.users[msg.From] = { name = msg.Tags.Name } end)
      Handlers.add('Reset', 'Reset', function(msg) State = {} end)`;
    expect(candidates(source)).toEqual(['User', 'Phase', 'All']);
    expect(only(source, 'User')).toMatchObject({
      entries: [{ key: 'users', value: 'State.users' }],
      send: "Send({ device = 'patch@1.0', cache = { users = State.users } })",
      places: [{ name: 'Join' }, { name: 'Reset' }],
    });
    expect(only(source, 'Phase')).toMatchObject({
      entries: [{ key: 'statestate', value: 'State.state' }],
      places: [{ name: 'Reset' }],
    });
    expect(only(source, 'All')).toMatchObject({ entries: [{ key: 'appstate', value: 'State' }] });
  });

  it('answers that are computed', () => {
    const source = `Scores = Scores or {}
      local function best() local top = 0 for _, n in pairs(Scores) do top = math.max(top, n) end return top end
      Handlers.add('Best', 'Best', function(msg) msg.reply({ Data = tostring(best()) }) end)
      Handlers.add('One', 'One', function(msg) Handlers.utils.reply(tostring(Scores[msg.From]))(msg) end)`;
    expect(candidates(source)).toEqual(['Best', 'One']);
    expect(only(source, 'Best')).toMatchObject({
      computed: true,
      reads: ['Scores'],
      why: expect.stringContaining('dynamic read') as string,
    });
    expect(only(source, 'One')).toMatchObject({ computed: false });
  });

  it('functions that call themselves or each other, and variables that hide others', () => {
    const source = `Tree = Tree or {}
      function depth(node) if not node then return 0 end return 1 + depth(node.next) end
      Handlers.add('Depth', 'Depth', function(msg) local Tree = Tree msg.reply({ Data = depth(Tree) }) end)
      Handlers.add('Other', 'Other', function(msg) local Tree = {} Tree.x = 1 msg.reply({ Data = Tree.x }) end)`;
    expect(candidates(source)).toEqual(['Depth']);
    expect(only(source, 'Other')).toMatchObject({ writes: [], why: 'What it answers is no state of this program.' });
  });

  it('an address in a variable, or with another one to fall back on', () => {
    const source = `Note = 'x'
      Handlers.add('A', 'A', function(msg) local to = msg.From Send({ Target = to, Data = Note }) end)
      Handlers.add('B', 'B', function(msg) Send({ Target = msg['Reply-To'] or msg.From, Data = Note }) end)
      Handlers.add('C', 'C', function(msg) Send({ Target = msg.Tags.To or msg.From, Data = Note }) end)`;
    expect(candidates(source)).toEqual(['A', 'B']);
  });

  it('keys that lead elsewhere, or are words of Lua, get another name', () => {
    const source = `Info = 1 End = 2 Now = 3 now = 4
      Handlers.add('A', 'A', function(msg) msg.reply({ Data = Info + End + Now + now }) end)`;
    const { entries } = only(source);
    const keys = entries.map(({ key }) => key);
    expect(keys).toEqual(['append', 'appinfo', 'appnow', 'appnow3']);
    expect(() => analysed(`local x = { ${keys.map((key) => `${key} = 1`).join(', ')} }`)).not.toThrow();
  });
});

describe('what is no program', () => {
  it('is told with its line', () => {
    expect(analyse('local x = 1\nlocal = 2')).toEqual({ error: { line: 2, message: expect.any(String) as string } });
  });
  it('has no handlers, and nothing to add', () => {
    expect(analyse('')).toEqual({ handlers: [] });
    expect(analyse('goto done ::done:: while false do break end return 0x10 // 3')).toEqual({ handlers: [] });
  });
});

describe('the examples', () => {
  const folder = new URL('../../../examples/', import.meta.url);
  it.each(readdirSync(folder).filter((name) => name.endsWith('.lua')))('%s is read', (name) => {
    const { handlers } = analysed(readFileSync(new URL(name, folder), 'utf8'));
    for (const { candidate, writes, entries } of handlers)
      if (candidate) expect([writes, entries.length > 0]).toEqual([[], true]);
  });
  it('patch what they read', () => {
    const token = analysed(readFileSync(new URL('token.lua', folder), 'utf8'));
    expect(token).not.toHaveProperty('initialSync');
    expect(token.handlers).toMatchObject([
      { name: 'Transfer', candidate: false, writes: ['Balances'] },
      { name: 'Balance', candidate: true, places: [] },
    ]);
  });
});

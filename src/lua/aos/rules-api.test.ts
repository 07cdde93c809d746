/** Rules of spec/aos.md §2 to §4 that the other tests do not show; README.md lists them all by their ids. */
import { describe, expect, it } from 'vitest';
import { AUTHORITY, OTHER, pad, plain, printed, spawned, tagsOf, valueIn } from './testing.ts';

describe('globals (§2)', () => {
  it('[§2/1a] Send gives output, receive and onReply', () => {
    expect(
      valueIn(
        spawned(''),
        "(function() local s = Send({ Target = 'x' }) return type(s.receive) .. type(s.onReply) end)()",
      ),
    ).toBe('functionfunction');
  });

  it('[§2/2d] ao.send counts patches too, and onReply takes a sender and a table of handles', () => {
    const process = spawned(`Handlers.add('Go', 'Go', function(msg)
      Send({ device = 'patch@1.0', cache = { a = 1 } })
      local sent = ao.send({ Target = '${pad('ONE')}' })
      sent.onReply('${pad('TWO')}', { [{ Kind = 'good' }] = function(m) Got = 'good ' .. m.Data end, [{ Kind = 'bad' }] = function() Got = 'bad' end })
    end)`);
    const [, message] = process.send({ tags: { Action: 'Go' } }).messages;
    const reference = tagsOf(message).get('Reference') as string;
    expect(reference).toBe('2');
    const answer = (from: string): unknown =>
      process.send({ from, owner: AUTHORITY, data: 'd', tags: { 'X-Reference': reference, Kind: 'good' } });
    answer(pad('ONE'));
    expect(valueIn(process, 'tostring(Got)')).toBe('nil');
    answer(pad('TWO'));
    expect(valueIn(process, 'Got')).toBe('good d');
  });

  it('[§2/3b] Spawn gives output, no after, receive; ao.spawn onReply too', () => {
    const process = spawned('', { Module: 'm' });
    expect(
      valueIn(
        process,
        "(function() local s = Spawn({}) return s.output .. tostring(s.after) .. type(s.receive) .. type(ao.spawn('m', {}).onReply) end)()",
      ),
    ).toBe('Spawn request added to outboxnilfunctionfunction');
    expect(tagsOf(process.eval('Spawn({})').spawns[0]).get('Module')).toBe('m');
  });

  it('[§2/4b] addAssignable takes a name, removeAssignable an index', () => {
    const process = spawned("ao.addAssignable('n', { Action = 'A' }) ao.addAssignable(function() return false end)");
    expect(
      valueIn(
        process,
        "#ao.assignables .. tostring(ao.isAssignable({ Action = 'A' })) .. tostring(ao.isAssignment({ Target = 'x' }))",
      ),
    ).toBe('2truetrue');
    process.eval('ao.removeAssignable(1)');
    expect(valueIn(process, "tostring(ao.isAssignable({ Action = 'A' })) .. #ao.assignables")).toBe('false1');
    expect(process.eval("ao.assign({ Processes = 'p', Message = 'm' })").error?.message).toContain('Processes');
  });

  it('[§2/6b] print takes one argument, colours by kind and returns nil', () => {
    const process = spawned(
      "Handlers.add('P', 'P', function() Returned = print('a', 'b') print(true) print(nil) print(7) end)",
    );
    const { data } = process.send({ tags: { Action: 'P' } }).output;
    expect(data).toBe('a\n\u001b[34mtrue\u001b[0m\n\u001b[31mnil\u001b[0m\n\u001b[32m7\u001b[0m');
    expect(valueIn(process, 'tostring(Returned)')).toBe('nil');
  });

  it('[§2/7b] Version prints, Colors and Bell are there, Utils is .utils', () => {
    const process = spawned('');
    expect(printed(process.eval('local _ = Version()'))).toMatch(/^version: 2\./);
    expect(
      valueIn(
        process,
        "Colors.red == '\\27[31m' and Colors.green and Colors.blue and Colors.reset and Colors.gray ~= nil and Bell == '\\7'",
      ),
    ).toBe('true');
    expect(valueIn(process, "Utils == require('.utils') and Dump == require('.dump')")).toBe('true');
  });

  it('[§2/8b] Seeded, Nonce, Errors and apm are there; what cannot be installed says so', () => {
    const process = spawned('');
    expect(valueIn(process, 'tostring(Seeded) .. type(Nonce) .. type(Errors) .. type(apm)')).toBe(
      'truenumbertabletable',
    );
    expect(process.eval("apm.install('x')").error?.message).toContain('offline');
  });

  it('[§2/9b] ao has its fields', () => {
    const process = spawned('');
    const fields = [
      ...['id', '_module', '_version', 'authorities', 'reference', 'outbox', 'env', 'Nonce', 'nonExtractableTags'],
      ...['nonForwardableTags', 'assignables', 'clone', 'normalize', 'sanitize', 'init', 'log', 'clearOutbox', 'send'],
      ...['spawn', 'assign', 'isTrusted', 'result', 'registerHint', 'addAssignable', 'removeAssignable'],
      ...['isAssignment', 'isAssignable'],
    ];
    for (const field of fields) expect(valueIn(process, `ao.${field} ~= nil`), field).toBe('true');
    for (const field of ['Output', 'Messages', 'Spawns', 'Assignments'])
      expect(valueIn(process, `type(ao.outbox.${field})`), field).toBe('table');
  });

  it('[§2/9c] ao.log, clearOutbox and result work on the outbox; an Error wins', () => {
    const process = spawned('');
    expect(
      valueIn(
        process,
        "(function() ao.log('x') local n = #ao.outbox.Output ao.clearOutbox() return n .. #ao.outbox.Output end)()",
      ),
    ).toBe('10');
    expect(valueIn(process, "Dump(ao.result({ Error = 'e', Output = 'o' }))")).toBe('{ Error = "e" }');
    expect(valueIn(process, "ao.result({ Output = 'o' }).Output")).toBe('o');
  });

  it('[§2/9d] ao.registerHint remembers where a sender is scheduled', () => {
    const process = spawned('');
    process.send({ tags: { 'From-Process': `${pad('P')}&hint=https://su.example&hint-ttl=60` } });
    expect(valueIn(process, `ao._hints['${pad('P')}'].hint .. ' ' .. ao._hints['${pad('P')}'].ttl`)).toBe(
      'https://su.example 60',
    );
  });
});

describe('handlers (§3)', () => {
  it('[§3/1c] entries have name, pattern, handle and maxRuns', () => {
    const process = spawned("Handlers.add('n', { A = 'b' }, print, 3)");
    const { list } = { list: 'Handlers.list[#Handlers.list]' };
    expect(
      valueIn(process, `${list}.name .. ${list}.pattern.A .. tostring(${list}.handle == print) .. ${list}.maxRuns`),
    ).toBe('nbtrue3');
  });

  it('[§3/3b] before and after do not look for the same name', () => {
    const process = spawned(
      "Handlers.add('a', 'A', print) Handlers.before('a').add('a', 'B', print) Handlers.after('a').add('a', 'C', print)",
    );
    expect(
      valueIn(
        process,
        "(function() local n = 0 for _, h in ipairs(Handlers.list) do if h.name == 'a' then n = n + 1 end end return n end)()",
      ),
    ).toBe('3');
  });

  it('[§3/4a] remove takes the first of a name', () => {
    const process = spawned(
      "Handlers.add('a', 'A', print) Handlers.after('a').add('a', 'B', print) Handlers.remove('a') Handlers.remove('none')",
    );
    expect(valueIn(process, 'Handlers.list[#Handlers.list].pattern .. #Handlers.list')).toBe('B3');
  });

  it('[§3/6b] numbers decide by their sign; a failing handler keeps its runs', () => {
    const process = spawned(`Notes = ''
      Handlers.add('zero', function() return 0 end, function() Notes = Notes .. '0' end)
      Handlers.add('two', function() return 2 end, function() Notes = Notes .. '2' end)
      Handlers.add('fails', 'F', function() error('x') end, 1)
      Handlers.add('minus', function() return -7 end, function() Notes = Notes .. '-' end)
      Handlers.add('never', function() return true end, function() Notes = Notes .. '!' end)`);
    process.send({ tags: { Action: 'F' } });
    expect(valueIn(process, 'Notes')).toBe('2');
    process.eval("Handlers.remove('fails') Handlers.remove('two')");
    process.send({ tags: { Action: 'A' } });
    expect(valueIn(process, 'Notes')).toBe('2-');
  });

  it('[§3/6c] a table as pattern result is an error', () => {
    const process = spawned("Handlers.add('t', function() return {} end, print)");
    expect(process.send().error?.message).toContain('Pattern result is not valid');
  });

  it('[§3/8b] patterns are compared in lower case, so that %D means %d; ids with - are no patterns', () => {
    const process = spawned("P = require('.utils').matchesPattern");
    const all = [
      "P('%D', '7')",
      "P('%D', 'x')",
      "P('^AB.$', 'abc')",
      "P('a-b', 'A-B')",
      "P('a-b', 'aab')",
      "P('_', false)",
      "P(nil, 'x')",
      "P({ 'x', '^y' }, 'YES')",
      "P(function(v, m) return m.ok and 1 end, 'v', { ok = true })",
    ];
    expect(all.map((code) => valueIn(process, code))).toEqual([
      'true',
      'false',
      'true',
      'true',
      'false',
      'true',
      'false',
      'true',
      'true',
    ]);
  });

  it('[§3/9f] the message before stays as it was; the outbox and the time are those of the later slot', () => {
    const process = spawned(`Handlers.add('Go', 'Go', function(msg)
      Send({ Target = 'early' })
      local later = msg.forward and Receive(function(m) return m.Data == 'now' end)
      Send({ Target = msg.From, Data = msg.Data .. later.Data .. os.time() })
    end)`);
    expect(process.send({ tags: { Action: 'Go' }, data: 'first ' }).messages.map((m) => m.get('Target'))).toEqual([
      'early',
    ]);
    const result = process.send({ from: pad('LATER'), data: 'now', timestamp: 7 });
    expect(result.messages.map(plain)).toMatchObject([{ Target: OTHER, Data: 'first now7' }]);
    expect(valueIn(process, '#Inbox')).toBe('1');
  });

  it('[§3/11a] Handlers is an open table with its counters', () => {
    const process = spawned('Handlers.mine = function() return 5 end Handlers.once("X", print)');
    expect(
      valueIn(process, 'Handlers.mine() .. Handlers.onceNonce .. #Handlers.coroutines .. type(Handlers._version)'),
    ).toBe('510string');
  });
});

describe('modules (§4)', () => {
  it('[§4/1b] utils assert the types of their arguments', () => {
    const process = spawned("U = require('.utils')");
    for (const call of [
      'map(1, {})',
      "filter(print, 'x')",
      "reduce(print, 0, 'x')",
      'concat({}, 1)',
      "keys('x')",
      'values(1)',
      "reverse('x')",
      'propEq(1, 2, {})',
      'prop({}, {})',
      "includes(1, 'x')",
      'compose(1)',
      'curry(1)',
    ])
      expect(process.eval(`U.${call}`).error?.message, call).toMatch(/expected/);
  });

  it('[§4/1c] curries by the number of arguments', () => {
    const process = spawned("U = require('.utils')");
    expect(valueIn(process, 'U.curry(function(a, b, c) return a .. b .. c end)(1)(2, 3)')).toBe('123');
    expect(valueIn(process, "U.propEq('a')(1)({ a = 1 })")).toBe('true');
  });

  it('[§4/2b] bint takes any width, wraps at it, and refuses floats that are no integers', () => {
    const process = spawned("B = require('.bint') b64, b128, b512, b1024 = B(64), B(128), B(512), B(1024)");
    expect(valueIn(process, 'b64.maxinteger() + 1 == b64.mininteger()')).toBe('true');
    expect(valueIn(process, 'b128.maxinteger()')).toBe((2n ** 127n - 1n).toString());
    expect(valueIn(process, "b512('1' .. ('0'):rep(150)) // 10")).toBe('1' + '0'.repeat(149));
    expect(valueIn(process, 'b1024.ipow(2, 1000)')).toBe((2n ** 1000n).toString());
    expect(valueIn(process, 'tostring(B(24, 8).maxinteger()) .. tostring(B() == B(256))')).toBe('8388607true');
    expect(
      valueIn(process, "tostring(b128(7) / 2) .. ' ' .. tostring(b128(2) ^ 10) .. ' ' .. math.type(b128(2) ^ 2)"),
    ).toBe('3.5 1024.0 float');
    expect(process.eval('b128(21000000 * 10^12)').error?.message).toContain('cannot be represented by a bint');
    expect(process.eval('b128(1.5)').error?.message).toContain('cannot be represented by a bint');
  });

  it('[§4/2c] bint has the surface of the original', () => {
    const process = spawned("b = require('.bint')(256)");
    const names = [
      ...[
        'new',
        'tobint',
        'parse',
        'fromstring',
        'frombase',
        'frominteger',
        'fromuinteger',
        'fromle',
        'frombe',
        'zero',
        'one',
      ],
      ...[
        'mininteger',
        'maxinteger',
        'isbint',
        'isintegral',
        'isnumeric',
        'iszero',
        'isone',
        'isminusone',
        'isneg',
        'ispos',
      ],
      ...[
        'iseven',
        'isodd',
        'udivmod',
        'tdivmod',
        'idivmod',
        'ipow',
        'upowmod',
        'ult',
        'ule',
        'tobase',
        'tole',
        'tobe',
      ],
      ...[
        'tonumber',
        'tointeger',
        'touinteger',
        'abs',
        'min',
        'max',
        'inc',
        'dec',
        'bwrap',
        'brol',
        'bror',
        'eq',
        'type',
      ],
      ...['udiv', 'umod', 'tdiv', 'tmod', 'trunc', 'floor', 'ceil'],
    ];
    for (const name of names) expect(valueIn(process, `type(b.${name})`), name).toBe('function');
    expect(valueIn(process, '(b(12) & 10 | 1 ~ 0) << 2 >> 1')).toBe('18');
    expect(valueIn(process, '~b(0)')).toBe('-1');
    expect(
      valueIn(process, 'tostring(b(5) < 6) .. tostring(b(5) <= b(4)) .. tostring(b(-7) % 3) .. tostring(-b(3))'),
    ).toBe('truefalse2-3');
  });

  it('[§4/0b] stringify, pretty, chance, json have their functions', () => {
    const process = spawned('');
    for (const name of [
      '.stringify|format',
      '.stringify|isSimpleArray',
      '.pretty|tprint',
      '.chance|seed',
      '.chance|random',
      '.chance|integer',
      'json|encode',
      'json|decode',
      '.base64|makeencoder',
      '.base64|makedecoder',
    ])
      expect(valueIn(process, `type(require('${name.split('|')[0]}').${name.split('|')[1]})`), name).toBe('function');
  });
});

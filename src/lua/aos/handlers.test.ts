import { describe, expect, it } from 'vitest';
import { AUTHORITY, OTHER, OWNER, pad, printed, spawned, tagsOf, type TestProcess } from './testing.ts';

const value = (process: TestProcess, expression: string): string => {
  const result = process.eval(expression);
  if (result.error) throw new Error(result.error.message);
  return printed(result);
};
const names = (process: TestProcess): string =>
  value(
    process,
    "(function() local n = {} for i, h in ipairs(Handlers.list) do n[i] = h.name end return table.concat(n, ' ') end)()",
  );

/** A process whose handlers note their names: `log` gives the notes of one message. */
const noting = (
  source: string,
): { process: TestProcess; log: (tags: Record<string, string>, data?: string) => string } => {
  const process = spawned(
    `Notes = {} function note(name) return function() table.insert(Notes, name) end end\n${source}`,
  );
  return {
    process,
    log: (tags, data = '') => {
      process.eval('Notes = {}');
      const { error } = process.send({ tags, data });
      return error ? `error: ${error.message}` : value(process, "table.concat(Notes, ' ')");
    },
  };
};

describe('the list (§3)', () => {
  it('[§3/1a] [§3/3a] adds, prepends, appends, inserts, updates in place, removes', () => {
    const process = spawned(`
      Handlers.add('a', 'A', print)
      Handlers.append('b', 'B', print)
      Handlers.prepend('c', 'C', print)
      Handlers.before('b').add('d', 'D', print)
      Handlers.after('b').add('e', 'E', print)
      Handlers.before('unknown').add('f', 'F', print)
      Handlers.prepend('b', 'B2', print)`);
    expect(names(process)).toBe('c _eval _default a d b e');
    expect(value(process, 'Handlers.list[6].pattern')).toBe('B2');
    process.eval("Handlers.remove('d')");
    expect(names(process)).toBe('c _eval _default a b e');
    expect(value(process, "Handlers.add('a', 'A', print)")).toBe('6');
    expect(value(process, "select('#', Handlers.append('a', 'A', print))")).toBe('0');
  });

  it('[§3/1b] refuses bad arguments', () => {
    const process = spawned('');
    for (const call of ["add('x')", 'add(1, print)', "add('x', 1, print)", "add('x', 'y', 'z')", "once('x')"]) {
      expect(process.eval(`Handlers.${call}`).error?.message).toContain('Invalid arguments given. Expected: ');
    }
    expect(process.eval("\nlocal n = Handlers.add('x')").error?.line).toBe(2);
  });

  it('[§3/6a] counts runs down', () => {
    const { process, log } = noting(
      "Handlers.add('two', 'T', note('two'), 2)\nHandlers.add('ever', 'E', note('ever'), 'inf')",
    );
    expect([log({ Action: 'T' }), log({ Action: 'T' }), log({ Action: 'T' })]).toEqual(['two', 'two', '']);
    expect([log({ Action: 'E' }), log({ Action: 'E' })]).toEqual(['ever', 'ever']);
    expect(names(process)).toBe('_eval _default ever');
  });

  it('[§3/2a] runs a once-handler once, before the others', () => {
    const { process, log } = noting(
      "Handlers.add('a', 'A', note('a'))\nHandlers.once('A', note('anonymous'))\nHandlers.once('named', 'A', note('named'))",
    );
    expect(names(process)).toBe('named _once_1 _eval _default a');
    expect([log({ Action: 'A' }), log({ Action: 'A' }), log({ Action: 'A' })]).toEqual(['named', 'anonymous', 'a']);
  });
});

describe('patterns (§3)', () => {
  it.each([
    ["'Act'", { Action: 'Act' }, { Action: 'act' }],
    ["{ Action = 'Act' }", { Action: 'ACT' }, { Action: 'Acts' }],
    ["{ Action = 'A', Index = '%d+' }", { Action: 'A', Index: 'x7' }, { Action: 'A', Index: 'x' }],
    ["{ Action = 'A', Index = '_' }", { Action: 'A', Index: 'x' }, { Action: 'A' }],
    ["{ Action = { 'A', 'B' } }", { Action: 'B' }, { Action: 'C' }],
    [
      "{ N = function(v, msg) return v == '1' and msg.Action == 'A' end }",
      { Action: 'A', N: '1' },
      { Action: 'B', N: '1' },
    ],
    ["{ From = 'OTHER' .. ('_'):rep(38) }", { Action: 'A' }, { Action: 'A', From: 'B' }],
    ["{ Ref = 'some-id_with-dashes' }", { Ref: 'SOME-id_with-dashes' }, { Ref: 'some-id_with-dashe' }],
    ["Handlers.utils.hasMatchingTag('Action', 'A')", { Action: 'A' }, { Action: 'a' }],
    ["Handlers.utils.hasMatchingTagOf('Action', { 'A', 'B' })", { Action: 'B' }, { Action: 'C' }],
    ["Handlers.utils.hasMatchingData('yes')", { Want: 'data' }, { Want: 'none' }],
    ['function(msg) return msg.N == "1" end', { N: '1' }, { N: '2' }],
    ['function(msg) return msg.N == "1" and -1 or 0 end', { N: '1' }, { N: '2' }],
    ['function(msg) return msg.N == "1" and "break" or "skip" end', { N: '1' }, { N: '2' }],
    ['function(msg) return msg.N == "1" and "continue" or "whatever" end', { N: '1' }, { N: '2' }],
  ] as [string, Record<string, string>, Record<string, string>][])('[§3/8a] %s', (pattern, fits, fails) => {
    const { log } = noting(`Handlers.add('h', ${pattern}, note('ran'))`);
    expect(log(fits, fits.Want === 'data' ? 'yes' : '')).toBe('ran');
    // A forged From stays in the tags, so the From of this case fits either way.
    if (!pattern.includes('From')) expect(log(fails)).toBe('');
  });

  it('[§3/6d] refuses a pattern result that is none', () => {
    const { log } = noting("Handlers.add('h', function() return nil end, note('ran'))");
    expect(log({ Action: 'A' })).toContain('Pattern result is not valid, it MUST be string, number, or boolean');
  });

  it('[§3/10b] goes on after continue and stops after break', () => {
    const { log } = noting(`
      Handlers.add('one', function(msg) return 'continue' end, note('one'))
      Handlers.add('two', Handlers.utils.continue('A'), note('two'))
      Handlers.add('three', 'A', note('three'))
      Handlers.add('four', 'A', note('four'))`);
    expect(log({ Action: 'A' })).toBe('one two three');
    expect(log({ Action: 'B' })).toBe('one');
  });

  it('[§3/5a] resolves by a table of handles', () => {
    const { log } = noting(
      "Handlers.add('h', { Action = 'A' }, { [{ Kind = 'x' }] = note('x'), [{ Kind = 'y' }] = note('y') })",
    );
    expect([log({ Action: 'A', Kind: 'y' }), log({ Action: 'A', Kind: 'x' }), log({ Action: 'A', Kind: 'z' })]).toEqual(
      ['y', 'x', ''],
    );
  });

  it('[§3/7a] takes (name, handle) as a handler of the action of that name', () => {
    const { log } = noting("Handlers.add('Ping', note('ping'))");
    expect([log({ Action: 'Ping' }), log({ Action: 'ping' })]).toEqual(['ping', '']);
  });
});

describe('the default (§3)', () => {
  it('[§3/6e] puts what nobody took into the Inbox, even after a continue', () => {
    const process = spawned("Handlers.add('c', function() return 1 end, function() Ran = true end)");
    const result = process.send({ from: OTHER, tags: { Action: 'What' } });
    expect(printed(result)).toBe('New Message From OTH...___: Action = What');
    expect(value(process, 'Inbox[#Inbox].Action .. #Inbox')).toBe('What2');
  });

  it('[§2/8a] drops the oldest of more than 10000', () => {
    const process = spawned('');
    process.eval('for i = 1, 10000 do Inbox[i] = { n = i } end');
    process.send({ tags: { Action: 'New' } });
    expect(value(process, "#Inbox .. ' ' .. Inbox[1].n .. ' ' .. Inbox[10000].Action")).toBe('10000 2 New');
  });
});

describe('reply and forward (§2)', () => {
  it('[§1/10a] [§2/11a] replies to Reply-To, else Target, else From, and relates the answer', () => {
    const process = spawned(
      "Handlers.add('R', 'R', function(msg) Sent = msg.reply({ Target = msg.T, Data = 'd' }) end)",
    );
    const reply = (tags: Record<string, string>): [unknown, Map<string, unknown>] => {
      const message = process.send({ tags: { Action: 'R', ...tags } }).messages[0];
      return [message?.get('Target'), tagsOf(message)];
    };
    expect(reply({})[0]).toBe(OTHER);
    expect(reply({ T: 'x' })[0]).toBe('x');
    const [target, tags] = reply({ T: 'x', 'Reply-To': 'y', Reference: '17', 'X-Origin': 'o' });
    expect([target, tags.get('X-Reference'), tags.get('X-Origin')]).toEqual(['y', '17', 'o']);
    expect(reply({ Reference: '17', 'X-Reference': '3' })[1].get('X-Reference')).toBe('3');
    expect(value(process, 'Sent.Data')).toBe('d');
  });

  it('[§2/12a] forwards without what belongs to the one message', () => {
    const process = spawned("Handlers.add('F', 'F', function(msg) msg.forward('there', { Extra = 'e' }) end)");
    const message = process.send({ data: 'payload', tags: { Action: 'F', Note: 'n', Reference: '4' } }).messages[0];
    expect([message?.get('Target'), message?.get('Data')]).toEqual(['there', 'payload']);
    const tags = tagsOf(message);
    expect(['Action', 'Note', 'Extra', 'Reply-To', 'X-Reference'].map((name) => tags.get(name))).toEqual([
      'F',
      'n',
      'e',
      OTHER,
      '4',
    ]);
    expect(['Id', 'From', 'Owner', 'Timestamp', 'Nonce', 'Block-Height'].filter((name) => tags.has(name))).toEqual([]);
  });

  it('[§3/10a] answers with Handlers.utils.reply', () => {
    const process = spawned(
      "Handlers.add('A', 'A', Handlers.utils.reply('text'))\nHandlers.add('B', 'B', Handlers.utils.reply({ Note = 'n' }))",
    );
    expect(process.send({ tags: { Action: 'A' } }).messages[0]?.get('Data')).toBe('text');
    for (const from of [OTHER, OWNER]) {
      const message = process.send({ from, tags: { Action: 'B' } }).messages[0];
      expect([message?.get('Target'), tagsOf(message).get('Note')]).toEqual([from, 'n']);
    }
  });
});

describe('waiting (§3 receive)', () => {
  it('[§1/10b] [§2/5a] goes on with the matching message, in its slot', () => {
    const process = spawned(`
      Handlers.add('Go', 'Go', function(msg)
        local answer = Receive({ Action = 'Answer' })
        Send({ Target = msg.From, Data = answer.Data .. ' ' .. msg.Action .. ' ' .. os.time() })
      end)`);
    expect(process.send({ tags: { Action: 'Go' } }).messages).toEqual([]);
    expect(value(process, '#Handlers.coroutines')).toBe('1');
    const result = process.send({ from: OWNER, tags: { Action: 'Answer' }, data: 'forty-two', timestamp: 5 });
    expect(result.messages.map((m) => [m.get('Target'), m.get('Data')])).toEqual([[OTHER, 'forty-two Go 5']]);
    process.send({ tags: { Action: 'Unrelated' } });
    expect(value(process, '#Handlers.coroutines')).toBe('0');
    expect(value(process, '#Inbox')).toBe('2');
  });

  it('[§3/9a] waits for the answer to a message: Send(…).receive()', () => {
    const process = spawned(`
      Handlers.add('Ask', 'Ask', function(msg)
        local answer = Send({ Target = '${pad('REMOTE')}', Action = 'Q' }).receive()
        msg.reply({ Data = 'got ' .. answer.Data })
      end)`);
    const reference = tagsOf(process.send({ tags: { Action: 'Ask' } }).messages[0]).get('Reference') as string;
    const wrong = process.send({ from: pad('REMOTE'), owner: AUTHORITY, tags: { 'X-Reference': '999' }, data: 'no' });
    expect(wrong.messages).toEqual([]);
    const result = process.send({
      from: pad('REMOTE'),
      owner: AUTHORITY,
      tags: { 'X-Reference': reference },
      data: 'yes',
    });
    expect(result.messages.map((m) => [m.get('Target'), m.get('Data')])).toEqual([[OTHER, 'got yes']]);
  });

  it('[§3/9b] lets the newest of equal waits go first', () => {
    const process = spawned("Handlers.add('W', 'W', function(msg) Got = msg.Id .. Receive({ Action = 'X' }).Data end)");
    process.send({ id: 'first', tags: { Action: 'W' } });
    process.send({ id: 'second', tags: { Action: 'W' } });
    process.send({ tags: { Action: 'X' }, data: '1' });
    expect(value(process, 'Got')).toBe('second1');
    process.send({ tags: { Action: 'X' }, data: '2' });
    expect(value(process, 'Got')).toBe('first2');
  });

  it('[§3/9c] waits several times, in loops and across pcall', () => {
    const process = spawned(`
      Handlers.add('Sum', 'Sum', function(msg)
        local sum = 0
        for i = 1, 3 do
          local ok, got = pcall(function() return Receive({ Action = 'Add' }) end)
          sum = sum + tonumber(got.Data)
        end
        msg.reply({ Data = tostring(sum) })
      end)`);
    process.send({ tags: { Action: 'Sum' } });
    const results = ['1', '2', '3'].map((data) =>
      process.send({ tags: { Action: 'Add' }, data }).messages.map((m) => m.get('Data')),
    );
    expect(results).toEqual([[], [], ['6']]);
  });

  it('[§3/9d] reports an error after waiting in the slot that woke it', () => {
    const process = spawned("Handlers.add('W', 'W', function(msg)\n  Receive({ Action = 'X' })\n  error('late')\nend)");
    expect(process.send({ tags: { Action: 'W' } }).error).toBeUndefined();
    expect(process.send({ tags: { Action: 'X' } }).error).toMatchObject({
      message: '[string "aos"]:3: late',
      line: 3,
      handler: 'W',
    });
  });

  it('[§2/2c] handles an answer with onReply', () => {
    const process = spawned(`
      Handlers.add('Ask', 'Ask', function() ao.send({ Target = '${pad('REMOTE')}' }).onReply(function(msg) Answer = msg.Data end) end)`);
    process.send({ tags: { Action: 'Ask' } });
    process.send({ from: pad('REMOTE'), owner: AUTHORITY, tags: { 'X-Reference': '1' }, data: 'yes' });
    expect(value(process, 'Answer')).toBe('yes');
  });
});

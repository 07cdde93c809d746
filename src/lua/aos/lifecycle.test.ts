import { describe, expect, it } from 'vitest';
import { AUTHORITY, OTHER, OWNER, pad, plain, printed, spawned, tagsOf, TestProcess } from './testing.ts';

/** The value of a Lua expression in the process, as printed by an Eval. */
const value = (process: TestProcess, expression: string): string => {
  const result = process.eval(expression);
  if (result.error) throw new Error(result.error.message);
  return printed(result);
};

describe('boot (§1.1)', () => {
  it('[§1.1/1a] evaluates Data and puts the process message into the Inbox', () => {
    const process = spawned('X = 40 + 2');
    expect(value(process, 'X')).toBe('42');
    expect(value(process, '#Inbox')).toBe('1');
    expect(value(process, 'Inbox[1].Id == ao.id')).toBe('true');
  });

  it('[§1.1/3b] sends at the top level already in slot 0', () => {
    const process = new TestProcess();
    const result = process.spawn("Send({ Target = 'x', Data = 'hi' })");
    expect(result.messages.map((message) => message.get('Data'))).toEqual(['hi']);
  });

  it('[§1.1/1b] does nothing without On-Boot', () => {
    const process = new TestProcess(pad('P'), OWNER);
    process.send({ id: process.id, from: OWNER, data: 'X = 1', tags: { Type: 'Process' } });
    expect(value(process, 'X')).toBe('nil');
  });

  it('[§1.1/1c] reports a syntax error with its line and can be mended by Eval', () => {
    const process = new TestProcess();
    const result = process.spawn('local x = 1\nlocal = 2\n');
    expect(result.error).toMatchObject({ code: 'lua-syntax', line: 2, handler: '_boot' });
    expect(result.error?.message).toContain('[string "aos"]:2:');
    expect(value(process, '1 + 1')).toBe('2');
    expect(
      process.eval("Handlers.add('Ping', 'Ping', function(msg) msg.reply({ Data = 'pong' }) end)").error,
    ).toBeUndefined();
    expect(process.send({ tags: { Action: 'Ping' } }).messages[0]?.get('Data')).toBe('pong');
  });

  it('[§1/11a] reports a run-time error, keeps the globals made before and drops the outbox', () => {
    const process = new TestProcess();
    const result = process.spawn("Before = 1\nSend({ Target = 'x' })\nerror('no luck')");
    expect(result.error).toMatchObject({
      code: 'lua-error',
      line: 3,
      handler: '_boot',
      message: '[string "aos"]:3: no luck',
    });
    expect(result.messages).toEqual([]);
    expect(value(process, 'Before')).toBe('1');
  });
});

describe('identity (§1 steps 1 and 3)', () => {
  it('[§1/1a] sets ao.id, Owner, Name, authorities', () => {
    const process = spawned('', { Authority: 'one,two' });
    expect(value(process, "ao.id .. '|' .. Owner .. '|' .. Name")).toBe(`${process.id}|${OWNER}|test`);
    expect(value(process, "table.concat(ao.authorities, ' ')")).toBe('one two');
  });

  it('[§1/3b] takes the owner from From-Process', () => {
    const process = new TestProcess(pad('CHILD'), AUTHORITY, { 'From-Process': pad('PARENT') });
    process.spawn('X = 1');
    const result = process.send({ from: pad('PARENT'), owner: AUTHORITY, tags: { Action: 'Eval' }, data: 'Owner' });
    expect(printed(result)).toBe(pad('PARENT'));
  });

  it('[§1/3a] seeds math.random by the first message, so that a replay draws the same', () => {
    const draw = (height: number): string => {
      const process = new TestProcess();
      process.spawn('', { height });
      return value(process, "math.random(1, 1000000) .. ' ' .. math.random(10) .. ' ' .. math.random()");
    };
    expect(draw(1)).toBe(draw(1));
    expect(draw(1)).not.toBe(draw(2));
    expect(draw(1)).toMatch(/^\d+ ([1-9]|10) 0\.\d+$/);
  });

  it('[§1/4a] answers os.time with the timestamp, in its kind', () => {
    const process = spawned('');
    expect(value(process, 'os.time()')).toBe('1719240000000');
    expect(
      printed(process.send({ from: OWNER, tags: { Action: 'Eval' }, data: 'type(os.time())', timestamp: '17' })),
    ).toBe('string');
    expect(value(process, "os.date('!%Y-%m-%d')")).toBe('2024-06-24');
  });
});

describe('names and tags (§1 steps 2 and 5)', () => {
  const process = spawned("Handlers.add('T', 'T', function(msg) M = msg end)");

  it('[§1/2a] puts tag names into Title-Case and copies them to the root', () => {
    process.send({ tags: { action: 'T', x_note: 'a', 'ANOTHER-note': 'b' } });
    expect(value(process, "M['X-Note'] .. M['Another-Note'] .. M.Tags['X-Note'] .. M.Action")).toBe('abaT');
  });

  it('[§1/2b] keeps network names out of the root', () => {
    process.send({
      from: OTHER,
      tags: { Action: 'T', From: 'forged', Owner: 'forged', Target: 'forged', Data: 'forged', Variant: 'v' },
    });
    expect(value(process, 'M.From .. M.Owner')).toBe(OTHER + OTHER);
    expect(value(process, 'M.Variant')).toBe('nil');
    expect(value(process, 'M.Data')).toBe('');
    expect(value(process, 'M.Tags.From')).toBe('forged');
  });

  it('[§1/2c] lets the first of a name win in Tags and the last at the root', () => {
    const tagList = ['T', 'x', 'y'].map((v, i) => ({ name: i === 0 ? 'Action' : 'Dup', value: v }));
    process.send({ tagList });
    expect(value(process, 'M.Tags.Dup .. M.Dup .. #M.TagArray')).toBe('xy3');
  });

  it('[§1/5b] keeps the kinds of tag values', () => {
    process.send({ tags: { Action: 'T', list: ['a', 'b'], number: 7 } });
    expect(value(process, 'M.List[2] .. M.Number + 1')).toBe('b8');
  });

  it('[§1/5a] turns the process tags into a map', () => {
    expect(value(process, 'ao.env.Process.Tags.Name .. #ao.env.Process.TagArray')).toBe('test5');
  });
});

describe('JSON data (§1 step 6)', () => {
  it('[§1/6a] decodes Data of Content-Type application/json', () => {
    const process = spawned("Handlers.add('J', 'J', function(msg) Got = msg.Data.a[2] end)");
    process.send({ tags: { Action: 'J', 'Content-Type': 'application/json' }, data: '{"a":[1,2]}' });
    expect(value(process, 'Got')).toBe('2');
  });

  it('[§1/6b] reports bad JSON and goes on', () => {
    const process = spawned('');
    const result = process.send({ tags: { 'Content-Type': 'application/json' }, data: '{' });
    expect(result.error?.code).toBe('lua-error');
    expect(value(process, '1')).toBe('1');
  });
});

describe('trust and assignments (§1 steps 7 and 8)', () => {
  it('[§1/7a] refuses a message that nobody vouches for', () => {
    const process = spawned("Handlers.add('A', 'A', function() Ran = true end)");
    const result = process.send({ from: pad('PROC'), owner: OTHER, tags: { Action: 'A' } });
    expect(printed(result)).toContain(`Message is not trusted! From: ${pad('PROC')} - Owner: ${OTHER}`);
    expect(result.messages).toEqual([]);
    expect(result.error).toBeUndefined();
    expect(value(process, 'Ran')).toBe('nil');
  });

  it('[§1/7b] takes a message of a process through an authority', () => {
    const process = spawned("Handlers.add('A', 'A', function() Ran = true end)");
    process.send({ from: pad('PROC'), owner: AUTHORITY, tags: { Action: 'A' } });
    expect(value(process, 'Ran')).toBe('true');
  });

  it('[§1/7c] never takes an unsigned message for the owner', () => {
    const process = new TestProcess(pad('P'), '');
    process.spawn('X = 1');
    process.send({ from: '', tags: { Action: 'Eval' }, data: 'X = 2' });
    process.send({ from: OTHER, tags: { Action: 'Show' } });
    expect(process.machine.globals.get('X')).toBeUndefined();
  });

  it('[§1/8a] answers an assignment that no assignable accepts', () => {
    const process = spawned("Handlers.add('A', 'A', function() Ran = true end)");
    const result = process.send({ target: pad('ELSE'), tags: { Action: 'A' } });
    expect(result.messages.map((m) => [m.get('Target'), m.get('Data')])).toEqual([
      [OTHER, 'Assignment is not trusted by this process!'],
    ]);
    expect(value(process, 'Ran')).toBe('nil');
  });

  it('[§1/8b] accepts what an assignable matches, until it is removed', () => {
    const process = spawned(
      "Handlers.add('A', 'A', function() Ran = (Ran or 0) + 1 end)\nao.addAssignable('mine', { Action = 'A' })",
    );
    process.send({ target: pad('ELSE'), tags: { Action: 'A' } });
    expect(value(process, 'Ran')).toBe('1');
    process.eval("ao.removeAssignable('mine')");
    expect(process.send({ target: pad('ELSE'), tags: { Action: 'A' } }).messages).toHaveLength(1);
    expect(value(process, 'Ran')).toBe('1');
  });
});

describe('Eval (§1.1)', () => {
  const process = spawned('');

  it('[§1.1/2a] gives the value of an expression, a table at length, nothing for statements', () => {
    expect(value(process, '1 + 1')).toBe('2');
    expect(value(process, "{ 'a', 'b' }")).toBe('{ "a", "b" }');
    expect(value(process, 'Y = 3')).toBe('');
    expect(value(process, 'Y')).toBe('3');
    expect(process.eval('1').output.print).toBeUndefined();
  });

  it('[§1.1/2c] [§1.2/3a] reports errors and collects them in Errors', () => {
    expect(process.eval('x = = 1').error).toMatchObject({ code: 'lua-syntax', handler: '_eval', line: 1 });
    expect(process.eval("error('bad')").error).toMatchObject({ code: 'lua-error', message: '[string "aos"]:1: bad' });
    expect(process.eval("nil, 'second'").error?.message).toBe('second');
    expect(value(process, '#Errors')).toBe('3');
  });

  it('[§1.1/2d] is for the owner only', () => {
    expect(printed(process.send({ tags: { Action: 'Eval' }, data: 'Z = 1' }))).toContain(
      'New Message From OTH...___: Action = Eval',
    );
    expect(value(process, 'Z')).toBe('nil');
  });
});

describe('the result (§1.2)', () => {
  it('[§1.2/1c] joins what was printed and shows the prompt', () => {
    const process = spawned(
      "Handlers.add('P', 'P', function() print('one') print(2) print({ 1 }) print(nil) print(true) end)",
    );
    const result = process.send({ tags: { Action: 'P' } });
    expect(printed(result)).toBe('one\n2\n{ 1 }\nnil\ntrue');
    expect(result.output.prompt).toContain('test');
    expect(result.output.print).toBe(true);
  });

  it('[§1/11b] [§1.2/2a] reports a handler error with message, line, handler, and aos text', () => {
    const process = spawned(
      "Count = 0\nHandlers.add('Bad', 'Bad', function(msg)\n  Count = Count + 1\n  Send({ Target = 'x' })\n  print('so far')\n  error('no item ' .. msg.Index)\nend)",
    );
    const result = process.send({ tags: { Action: 'Bad', Index: '9' } });
    expect(result.error).toMatchObject({
      code: 'lua-error',
      message: '[string "aos"]:6: no item 9',
      line: 6,
      handler: 'Bad',
    });
    expect(result.error?.report).toContain('handling message with Action = Bad');
    expect(result.error?.report).toContain('traceback');
    expect(printed(result)).toBe('so far');
    expect(result.messages).toEqual([]);
    expect(value(process, 'Count')).toBe('1');
    expect(process.send({ tags: { Action: 'Other' } }).error).toBeUndefined();
  });

  it('[§1.2/2c] shows error values that are no text', () => {
    const process = spawned(
      "Handlers.add('Bad', 'Bad', function() error({ code = 7 }) end)\nHandlers.add('Nil', 'Nil', function() error() end)",
    );
    expect(process.send({ tags: { Action: 'Bad' } }).error?.message).toBe('{ code = 7 }');
    expect(process.send({ tags: { Action: 'Nil' } }).error?.message).toBe('nil');
  });

  it('[§1.2/4a] orders the tags of a message: envelope, root keys, Tags', () => {
    const process = spawned(
      "Handlers.add('S', 'S', function() Send({ Target = 't', Action = 'Go', n = 5, Tags = { Extra = 'e' } }) end)",
    );
    const message = process.send({ tags: { Action: 'S' } }).messages[0];
    expect(message?.get('Anchor')).toBe('00000000000000000000000000000001');
    expect([...tagsOf(message)]).toEqual([
      ['Data-Protocol', 'ao'],
      ['Variant', 'ao.TN.1'],
      ['Type', 'Message'],
      ['Reference', '1'],
      ['Action', 'Go'],
      ['n', 5],
      ['Extra', 'e'],
    ]);
  });

  it('[§1.2/7a] keeps tables and numbers in tags, with the kinds JSON gives', () => {
    const process = spawned(
      "Handlers.add('S', 'S', function() Send({ cache = { a = { 1, 2 }, b = {}, c = 2.0, d = 0.1 + 0.2, e = 1e15, f = 2^52 // 1 | 0, g = { x = true } } }) end)",
    );
    const cache = tagsOf(process.send({ tags: { Action: 'S' } }).messages[0]).get('cache');
    expect(plain(cache)).toEqual({ a: [1, 2], b: [], c: 2, d: 0.3, e: 1e15, f: 2 ** 52, g: { x: true } });
  });

  it('[§1.2/7b] refuses what JSON has no form for, naming the place', () => {
    const process = spawned(`
      local bad = { mixed = { 1, a = 2 }, sparse = { [3] = 1 }, fn = { f = print }, nan = { 0 / 0 }, cycle = {} }
      bad.cycle.self = bad.cycle
      Handlers.add('S', 'S', function(msg) Ran = msg.Kind; Send({ cache = bad[msg.Kind] }) end)`);
    const problem = (kind: string): string | undefined => {
      const { error, messages } = process.send({ tags: { Action: 'S', Kind: kind } });
      expect(messages).toEqual([]);
      expect(error?.code).toBe('invalid-result');
      return error?.message;
    };
    expect(problem('mixed')).toBe('Messages[1].Tags[5].value: invalid table: mixed or invalid key types');
    expect(problem('sparse')).toContain('sparse array');
    expect(problem('fn')).toContain('value.f: a function cannot leave the process');
    expect(problem('nan')).toContain('NaN');
    expect(problem('cycle')).toContain('circular reference');
    expect(value(process, 'Ran')).toBe('cycle');
  });

  it('[§2/10a] takes messages that the program puts into the outbox itself', () => {
    const process = spawned(
      "Handlers.add('S', 'S', function() table.insert(ao.outbox.Messages, { Target = 'x', Tags = {} }) end)",
    );
    expect(plain(process.send({ tags: { Action: 'S' } }).messages[0])).toEqual({ Target: 'x', Tags: [] });
  });
});

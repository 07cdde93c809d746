/** Rules of spec/aos.md §1 that the other tests do not show; README.md lists them all by their ids. */
import { describe, expect, it } from 'vitest';
import { AUTHORITY, OTHER, OWNER, pad, plain, printed, spawned, tagsOf, TestProcess, valueIn } from './testing.ts';

const pair = (name: string, value: string): { name: string; value: string } => ({ name, value });

describe('one message (§1)', () => {
  it('[§1/1b] takes _module from the Module tag, once', () => {
    const process = spawned('', { Module: 'the-module' });
    expect(valueIn(process, 'ao._module')).toBe('the-module');
  });

  it('[§1/1c] adds every authority once, message after message', () => {
    const process = spawned('', { Authority: 'a,b,a' });
    process.send();
    expect(valueIn(process, "table.concat(ao.authorities, ' ')")).toBe('a b');
  });

  it('[§1/1d] begins with an empty outbox, the environment and the id of the process', () => {
    const process = spawned("Send({ Target = 'x' }) ao.id = 'mine' ao.outbox.Error = nil");
    expect(valueIn(process, '#ao.outbox.Messages')).toBe('0');
    expect(valueIn(process, 'ao.id == ao.env.Process.Id and ao.id')).toBe(process.id);
    expect(valueIn(process, 'ao.env.Module.Id')).toBe(pad('MODULE-aos'));
  });

  it('[§1/2d] keeps names with other characters, and keys that begin with a digit', () => {
    const process = spawned("Handlers.add('T', 'T', function(msg) M = msg end)");
    process.send({ tagList: [pair('ACTION', 'T'), pair('9_lives', 'x'), pair('sub.KEY', 'y')] });
    expect(valueIn(process, "M['9-Lives'] .. M['Sub.key']")).toBe('xy');
  });

  it('[§1/3c] names a process aos without a Name, and makes Errors and Inbox', () => {
    const process = new TestProcess(pad('P'), OWNER, { Name: '' });
    process.send({ id: process.id, from: OWNER, tagList: [pair('Type', 'Process')] });
    expect(valueIn(process, 'Name .. #Errors .. #Inbox')).toBe('01');
    const bare = new TestProcess();
    (bare as unknown as { env: { Process: { Tags: unknown[] } } }).env.Process.Tags.length = 0;
    bare.spawn('');
    bare.send({ from: OWNER, tags: { Action: 'Eval' }, data: 'N = Name' });
    expect(valueIn(bare, 'N')).toBe('aos');
  });

  it('[§1/3d] keeps the owner that the first message set', () => {
    const process = spawned('');
    process.send({ id: process.id, from: OTHER, tags: { Type: 'Process' } });
    expect(valueIn(process, 'Owner')).toBe(OWNER);
  });

  it('[§1/6c] leaves data of other content types as it is', () => {
    const process = spawned("Handlers.add('J', 'J', function(msg) Kind = type(msg.Data) end)");
    process.send({ tags: { Action: 'J', 'Content-Type': 'application/json; charset=utf-8' }, data: '{}' });
    expect(valueIn(process, 'Kind')).toBe('string');
  });

  it('[§1/7d] trusts a message whose From is an authority', () => {
    const process = spawned("Handlers.add('A', 'A', function(msg) Ran = msg.Owner end)");
    process.send({ from: AUTHORITY, owner: OTHER, tags: { Action: 'A' } });
    expect(valueIn(process, 'Ran')).toBe(OTHER);
  });

  it('[§1/8c] answers no assignment that it sent itself', () => {
    const process = spawned('');
    const result = process.send({ from: process.id, owner: AUTHORITY, target: pad('ELSE') });
    expect(result.messages).toEqual([]);
    expect(result.error).toBeUndefined();
  });

  it('[§1/9a] puts _eval before the handlers of the program and leaves it there', () => {
    const process = spawned("Handlers.add('mine', 'X', print)");
    process.send();
    expect(valueIn(process, 'Handlers.list[1].name .. Handlers.list[2].name .. Handlers.list[3].name')).toBe(
      '_eval_defaultmine',
    );
    process.eval("Handlers.prepend('front', 'Y', print)");
    process.send();
    expect(valueIn(process, 'Handlers.list[1].name .. Handlers.list[2].name')).toBe('front_eval');
  });

  it('[§1/9b] boots only by a message of the owner of type Process, once', () => {
    const process = spawned('Boots = (Boots or 0) + 1');
    process.send({ from: OWNER, data: 'Boots = 99', tagList: [pair('Type', 'Process'), pair('On-Boot', 'Data')] });
    expect(valueIn(process, 'Boots')).toBe('1');
  });

  it('[§1/9c] never matches _default by its pattern', () => {
    const process = spawned("Handlers.add('late', 'Late', function() Late = true end)");
    process.send({ tags: { Action: 'Late' } });
    expect(valueIn(process, 'tostring(Late) .. #Inbox')).toBe('true1');
  });
});

describe('boot and Eval (§1.1)', () => {
  it('[§1.1/1d] says that there is no transaction to boot from', () => {
    const process = new TestProcess(undefined, undefined, { 'On-Boot': pad('TX') });
    expect(process.spawn('X = 1').error?.message).toContain(`/data/${pad('TX')}`);
  });

  it('[§1.1/2b] compiles an expression first, then a chunk, under the name aos', () => {
    const process = spawned('');
    expect(valueIn(process, "debug and debug.getinfo(1, 'S').source or 'aos'")).toBe('aos');
    expect(valueIn(process, 'local a = 5 return a')).toBe('5');
    expect(process.eval('\n\nerror("here")').error?.message).toBe('[string "aos"]:3: here');
  });

  it('[§1.1/2e] shows a table with colours and other values plain', () => {
    const process = spawned('');
    expect(process.eval("{ n = 'x' }").output.data).toContain('\u001b[31mn\u001b[0m = \u001b[32m"x"');
    expect(process.eval("'text'").output.data).toBe('text');
    expect(process.eval('true').output.data).toBe('true');
  });

  it('[§1.1/3a] sends from an Eval', () => {
    const process = spawned('');
    expect(process.eval("Send({ Target = 'x', Data = 'd' })").messages).toHaveLength(1);
  });
});

describe('the result (§1.2)', () => {
  it('[§1.2/1b] gives Eval no print, and the log by Dump', () => {
    const process = spawned("P = require('.process')");
    const message = `{ Id = 'm', Owner = Owner, From = Owner, Target = ao.id, Data = "print('a') return 5", Module = '', Timestamp = 1,
      ['Block-Height'] = 1, Nonce = 1, Tags = { { name = 'Action', value = 'Eval' } } }`;
    process.eval(`Inner = P.handle(${message}, { Process = { Id = ao.id, Owner = Owner, Tags = {} } }).Output`);
    expect(valueIn(process, "Inner.data .. '|' .. Inner.test .. '|' .. tostring(Inner.print)")).toBe(
      'a\n5|{ "a", "5" }|nil',
    );
  });

  it('[§1.2/2b] tells the sender nothing of an error', () => {
    const process = spawned("Handlers.add('B', 'B', function(msg) msg.reply({}) error('no') end)");
    const result = process.send({ tags: { Action: 'B' } });
    expect([result.messages, result.spawns, result.assignments]).toEqual([[], [], []]);
    expect(result.error?.report).toMatch(/error:\n.*\[string "aos"\]:1: no$/s);
  });

  it('[§1.2/4b] keeps the kinds of tag values, of a map and of a list', () => {
    const process = spawned(`Handlers.add('S', 'S', function()
      Send({ Target = 't', Count = 3, Tags = { { name = 'A', value = { x = 1 } }, { name = 'A', value = 2 } } }) end)`);
    const [message] = process.send({ tags: { Action: 'S' } }).messages;
    const tags = (plain(message?.get('Tags')) as { name: string; value: unknown }[]).slice(4);
    expect(tags).toEqual([
      { name: 'Count', value: 3 },
      { name: 'A', value: { x: 1 } },
      { name: 'A', value: 2 },
    ]);
  });

  it('[§1.2/4c] leaves Target, Data, Anchor and From of the argument out of the tags', () => {
    const process = spawned('');
    const [message] = process.eval("Send({ Target = 't', Data = 'd', Anchor = 'mine', From = 'f', X = '1' })").messages;
    expect([...tagsOf(message).keys()].slice(4)).toEqual(['X']);
    expect(message?.get('Anchor')).toBe('1'.padStart(32, '0'));
  });

  it('[§1.2/7c] keeps integers beyond 14 digits exact, where a real node loses digits', () => {
    const process = spawned('');
    const [message] = process.eval("Send({ Target = 't', n = 1234567890123456, big = 9223372036854775807 })").messages;
    expect([tagsOf(message).get('n'), tagsOf(message).get('big')]).toEqual([1234567890123456, 9223372036854775807n]);
  });

  it('[§1.2/1a] joins the log and shows what was printed before a message was refused', () => {
    const process = spawned("print('one') print('two')");
    expect(printed(process.send({ from: pad('P1'), owner: OTHER }))).toMatch(/^Message is not trusted!/);
  });
});

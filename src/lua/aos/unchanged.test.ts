/** What the runtime knows of tables is forgotten when a program changes them. */
import { describe, expect, it } from 'vitest';
import { createMachine } from '../machine.ts';
import type { LuaTable } from '../table.ts';
import { OTHER, pad, printed, spawned, tagsOf, type TestProcess, valueIn } from './testing.ts';
import { Unchanged } from './unchanged.ts';

describe('Unchanged', () => {
  function setUp(): {
    table: LuaTable;
    part: LuaTable;
    known: Unchanged<string>;
    machine: ReturnType<typeof createMachine>;
  } {
    const machine = createMachine();
    const [table, part] = [machine.runtime.newTable(), machine.runtime.newTable()];
    table.setString('part', part);
    part.setString('name', 'first');
    const known = new Unchanged<string>();
    known.keep(table, [part], 'found');
    return { table, part, known, machine };
  }

  it('keeps what was found', () => {
    const { table, part, known } = setUp();
    expect([known.of(table), known.of(part)]).toEqual(['found', undefined]);
  });

  it.each<[string, (tables: { table: LuaTable; part: LuaTable }) => void]>([
    ['a value', ({ table }) => table.setString('part', 1)],
    ['a value of a part', ({ part }) => part.setString('name', 'second')],
    ['a new key', ({ part }) => part.setString('more', 1)],
    ['an element', ({ part }) => part.append(1)],
    ['a metatable', ({ part, table }) => part.setMetatable(table)],
  ])('forgets it after a change of %s', (_what, change) => {
    const { table, part, known } = setUp();
    change({ table, part });
    expect(known.of(table)).toBeUndefined();
  });

  it('forgets it in a transaction and after its rollback', () => {
    const { table, part, known, machine } = setUp();
    const transaction = machine.begin();
    expect(known.of(table)).toBe('found');
    part.setString('name', 'second');
    known.keep(table, [part], 'second');
    expect(known.of(table)).toBe('second');
    transaction.rollback();
    expect([part.getString('name'), known.of(table)]).toEqual(['first', undefined]);
  });

  it('gives up on what changes all the time', () => {
    const { table, part, known } = setUp();
    for (let i = 0; i < 20; i++) {
      part.setString('name', `name ${i}`);
      known.keep(table, [part], `found ${i}`);
      expect(known.of(table) ?? `found ${i}`).toBe(`found ${i}`);
    }
    expect(known.of(table)).toBeUndefined();
  });
});

/** Sends messages until everything about the process is known. */
function settled(source: string, tags?: Readonly<Record<string, string>>): TestProcess {
  const process = spawned(source, tags);
  for (let i = 0; i < 3; i++) process.send({ tags: { Action: 'Idle' } });
  return process;
}

const IDLE = "Handlers.add('Idle', 'Idle', function() end) ";

describe('of a process that got messages before', () => {
  it.each([
    ['the handle of _eval', "Handlers.list[1].handle = function() print('mine') end", '2'],
    ['the pattern of _eval', "Handlers.list[1].pattern = 'Other'", '2'],
    ['the place of _eval', 'local e = table.remove(Handlers.list, 1) table.insert(Handlers.list, 2, e)', '2'],
    ['_eval', 'table.remove(Handlers.list, 1)', '2'],
    ['the list', 'Handlers.list = {}', '2'],
  ])('a message restores %s', (_what, change, expected) => {
    const process = settled(`${IDLE} Handlers.add('Break', 'Break', function() ${change} end)`);
    process.send({ tags: { Action: 'Break' } });
    process.send({ tags: { Action: 'Idle' } });
    expect(printed(process.eval('1 + 1'))).toBe(expected);
  });

  it('takes an authority that was removed back with the next message', () => {
    const process = settled(`${IDLE} Handlers.add('Drop', 'Drop', function() ao.authorities = {} end)`);
    process.send({ tags: { Action: 'Drop' } });
    expect(valueIn(process, '#ao.authorities')).toBe('1');
  });

  it('takes another authority from an environment that a program changed', () => {
    const add = "table.insert(ao.env.Process.TagArray, { name = 'Authority', value = 'a,,b' })";
    const process = settled(`${IDLE} Handlers.add('Add', 'Add', function() ${add} ao.init(ao.env) end)`);
    process.send({ tags: { Action: 'Add' } });
    expect(valueIn(process, 'table.concat(ao.authorities, " ", 2)')).toBe('a b');
  });

  it('has the same ao.env as long as nobody changes it, and a true one after that', () => {
    const process = settled(`${IDLE} Handlers.add('Keep', 'Keep', function() Kept = ao.env end)`);
    process.send({ tags: { Action: 'Keep' } });
    expect(valueIn(process, 'Kept == ao.env')).toBe('true');
    process.eval("Kept.Process.Tags.Name = 'changed'");
    expect(valueIn(process, "tostring(Kept == ao.env) .. ' ' .. ao.env.Process.Tags.Name")).toBe('false test');
  });

  it('shows other colours, another name and another inbox in the prompt', () => {
    const process = settled(IDLE);
    const promptAfter = (code: string): string => {
      process.eval(code);
      return process.send({ tags: { Action: 'Idle' } }).output.prompt;
    };
    const before = promptAfter('');
    expect(promptAfter("Colors.red = '<red>'")).toContain('<red>1');
    expect(promptAfter("Inbox[2] = 'two'")).toContain('<red>2');
    expect(promptAfter("Colors = { green = '', gray = '', blue = '', red = '', reset = '' } Name = 'N'")).toBe(
      'N@aos-2.0.4[Inbox:2]> ',
    );
    expect(before).not.toContain('<red>');
  });

  it('asks a program that judges messages itself', () => {
    const process = settled(`${IDLE} Handlers.add('Go', 'Go', function() print('went') end)`);
    process.eval("local own = ao.isAssignment function ao.isAssignment(msg) return msg.Action == 'Go' or own(msg) end");
    expect(printed(process.send({ tags: { Action: 'Go' } }))).toContain('No assignable');
  });

  it('judges messages where a program takes over the environment itself', () => {
    const change = "local own = ao.init function ao.init(env) own(env) env.Process.Id = 'other' end";
    const process = settled(`${IDLE} Handlers.add('Go', 'Go', function() print('went') end)`);
    process.eval(change);
    expect(printed(process.send({ tags: { Action: 'Go' } }))).toContain('No assignable');
  });

  it.each([
    ['of nobody', { from: pad('PROCESS-2'), owner: pad('NOBODY') }, 'not trusted'],
    ['for another', { target: pad('PROCESS-2') }, 'No assignable'],
    ['with JSON', { data: '[7]', tags: { Action: 'Go', 'Content-Type': 'application/json' } }, 'table'],
    ['with text', { data: '[7]', tags: { Action: 'Go', 'content-type': 'text/plain' } }, 'string'],
  ])('judges a message %s', (_what, sent, expected) => {
    const process = settled(`${IDLE} Handlers.add('Go', 'Go', function(msg) print(type(msg.Data)) end)`);
    expect(printed(process.send({ tags: { Action: 'Go' }, ...sent }))).toContain(expected);
  });

  it('has the time of the message at hand, also after one that was undone', () => {
    const process = settled(`${IDLE} Handlers.add('Time', 'Time', function() print(os.time()) end)`);
    const timeAt = (timestamp: number): string => printed(process.send({ tags: { Action: 'Time' }, timestamp }));
    expect(timeAt(5)).toBe('5');
    const transaction = process.machine.begin();
    expect(timeAt(6)).toBe('6');
    transaction.rollback();
    expect(timeAt(7)).toBe('7');
  });
});

describe('msg.reply', () => {
  /** The tags of an answer that a handler makes by `body`. */
  function answer(body: string, tags: Record<string, string> = {}): { target: unknown; tags: Map<string, unknown> } {
    const process = settled(`${IDLE} Handlers.add('Ask', 'Ask', function(msg) ${body} end)`);
    const [message] = process.send({ tags: { Action: 'Ask', ...tags } }).messages;
    return { target: message?.get('Target'), tags: tagsOf(message) };
  }

  it('answers the sender and relates nothing where there is nothing to relate', () => {
    const { target, tags } = answer("msg.reply({ ['X-Reference'] = 'own', ['X-Origin'] = 'kept' })");
    expect([target, tags.has('X-Reference'), tags.get('X-Origin')]).toEqual([OTHER, false, 'kept']);
  });

  it.each([
    ['tags', '', { 'Reply-To': 'R', Reference: '7', 'X-Origin': 'O' }],
    ['what a handler writes', "msg['Reply-To'], msg.Reference, msg['X-Origin'] = 'R', '7', 'O'", {}],
    [
      'what a handler writes raw',
      "rawset(msg, 'Reply-To', 'R') rawset(msg, 'X-Reference', '7') rawset(msg, 'X-Origin', 'O')",
      {},
    ],
    ['a metatable', "setmetatable(msg, { __index = { ['Reply-To'] = 'R', Reference = '7', ['X-Origin'] = 'O' } })", {}],
  ])('follows %s', (_what, change, given) => {
    const { target, tags } = answer(`${change} msg.reply({ Data = 'yes' })`, given);
    expect([target, tags.get('X-Reference'), tags.get('X-Origin')]).toEqual(['R', '7', 'O']);
  });

  it('relates a second answer after a first without anything to relate', () => {
    const { tags } = answer("msg.reply({}) ao.outbox.Messages = {} msg.Reference = '8' msg.reply({})");
    expect(tags.get('X-Reference')).toBe('8');
  });
});

/** `TagArray`, whose tables are made when they are touched: nobody can tell. */
import { describe, expect, it } from 'vitest';
import { reachableBytes } from '../interpreter/reachable.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import { LuaTable } from '../table.ts';
import { TagArray } from '../tag-array.ts';
import { createMachine } from '../machine.ts';
import { plain, printed, spawned, type TestProcess, valueIn } from './testing.ts';

const TAGS = [
  { name: 'x_one', value: 'first' },
  { name: 'X-One', value: 'second' },
  { name: 'List', value: ['a'] },
];

/** A process that keeps the message with {@link TAGS} in its Inbox. */
function keeping(): TestProcess {
  const process = spawned('function At(i) return Inbox[2].TagArray[i] end');
  process.send({ tagList: TAGS });
  return process;
}

describe('TagArray', () => {
  it.each([
    ['#Inbox[2].TagArray', '3'],
    ['At(2).name .. At(2).value', 'X-Onesecond'],
    ['At(3).value == Inbox[2].Tags.List and Inbox[2].List == At(3).value', 'true'],
    ['At(1) == At(1)', 'true'],
    ['At(4) == nil and At(0) == nil', 'true'],
    [
      "(function() local t = '' for i, tag in ipairs(Inbox[2].TagArray) do t = t .. i .. (type(tag.value) == 'table' and 'table' or tag.value) end return t end)()",
      '1first2second3table',
    ],
    [
      "(function() local t = '' for i, tag in pairs(Inbox[2].TagArray) do t = t .. i .. type(tag) end return t end)()",
      '1table2table3table',
    ],
    ["(function() table.insert(Inbox[2].TagArray, 'more') return #Inbox[2].TagArray end)()", '4'],
    ['(function() Inbox[2].TagArray.extra = 1 return (next(Inbox[2].TagArray)) end)()', '1'],
    ['select(2, table.unpack(Inbox[2].TagArray)).name', 'X-One'],
    ["require('json').encode(Inbox[2].TagArray[1])", '{"name":"X-One","value":"first"}'],
  ])('%s', (expression, expected) => {
    expect(valueIn(keeping(), expression)).toBe(expected);
  });

  it('leaves the process as any list', () => {
    const process = spawned(
      "Handlers.add('Back', 'Back', function(msg) Send({ Target = 'X', Seen = msg.TagArray }) end)",
    );
    const [message] = process.send({ tagList: [{ name: 'Action', value: 'Back' }] }).messages;
    const tags = plain(message?.get('Tags')) as { name: string; value: unknown }[];
    expect(tags.find(({ name }) => name === 'Seen')?.value).toEqual([{ name: 'Action', value: 'Back' }]);
  });

  it.each([
    ['nothing', ''],
    ['a look at one', 'local first = sent.Tags[1].name'],
    ['a change', "sent.Tags[2].value = 'other'"],
    ['one more', "table.insert(sent.Tags, { name = 'More', value = '1' })"],
  ])('of what is sent leaves the process as a list after %s', (_what, touch) => {
    const sends = (build: string): unknown => {
      const source = `Handlers.add('Go', 'Go', function() ${build} ${touch} end)`;
      const [message] = spawned(source).send({ tags: { Action: 'Go' } }).messages;
      return plain(message?.get('Tags'));
    };
    const sent = sends("ao.send({ Target = 'X', Note = 'n' }) local sent = ao.outbox.Messages[1]");
    // The same in tables that were all made by hand.
    const tags =
      "{ { name = 'Data-Protocol', value = 'ao' }, { name = 'Variant', value = 'ao.TN.1' }, { name = 'Type', value = 'Message' }," +
      " { name = 'Reference', value = '1' }, { name = 'Note', value = 'n' } }";
    expect(sent).toEqual(sends(`local sent = { Target = 'X', Tags = ${tags} } ao.outbox.Messages[1] = sent`));
  });

  it('of what is sent leaves the process with values of all kinds, as tables made by hand do', () => {
    const sends = (fields: string): unknown => {
      const source = `Handlers.add('Go', 'Go', function() local nested = { { name = 'a', value = { 1, 2 } } } ${fields} end)`;
      return plain(
        spawned(source)
          .send({ tags: { Action: 'Go' } })
          .messages[0]?.get('Tags'),
      );
    };
    const values = '1.5, true, { a = { b = 2.0 } }, {}, nested';
    const sent = sends(
      `local a, b, c, d, e = ${values} ao.send({ Target = 'X', A = a, B = b, C = c, D = d, E = e, 'seven' })`,
    );
    const tags = ['A', 'B', 'C', 'D', 'E'].map((name) => `{ name = '${name}', value = ${name} }`);
    const own = [
      "'Data-Protocol', 'ao'",
      "'Variant', 'ao.TN.1'",
      "'Type', 'Message'",
      "'Reference', '1'",
      "1, 'seven'",
    ].map((pair) => `{ name = ${pair.replace(', ', ', value = ')} }`);
    const byHand = sends(
      `local A, B, C, D, E = ${values} ao.outbox.Messages[1] = { Target = 'X', Tags = { ${[...own, ...tags].join(', ')} } }`,
    );
    expect(sent).toEqual(byHand);
    expect(sent).toContainEqual({ name: 'C', value: { a: { b: 2 } } });
  });

  it.each([
    ['a function', 'F = print', 'Messages[1].Tags[5].value: a function cannot leave the process'],
    ['a cycle', 'F = loop', 'Messages[1].Tags[5].value.self: circular reference'],
    ['another name', '[print] = 1', 'Messages[1].Tags[5].name: a function cannot leave the process'],
  ])('of what is sent says where %s is', (_what, field, expected) => {
    const source = `local loop = {} loop.self = loop Handlers.add('Go', 'Go', function() ao.send({ ${field} }) end)`;
    expect(spawned(source).send({ tags: { Action: 'Go' } }).error?.message).toBe(expected);
  });

  it('of what is sent may not be inside of itself', () => {
    const source =
      "Handlers.add('Go', 'Go', function() local t = {} t.list = ao.send({ Target = 'X', T = t }).Tags end)";
    const error = spawned(source).send({ tags: { Action: 'Go' } }).error;
    expect(error?.message).toBe('Messages[1].Tags[5].value.list: circular reference');
  });

  it('of what is sent does not leave the process with other keys', () => {
    const source = "Handlers.add('Go', 'Go', function() ao.send({ Target = 'X' }).Tags.extra = 1 end)";
    expect(spawned(source).send({ tags: { Action: 'Go' } }).error).toMatchObject({ code: 'invalid-result' });
  });

  it('is again as it was when what touched it is undone', () => {
    const process = keeping();
    const transaction = process.machine.begin();
    expect(valueIn(process, "(function() At(1).value = 'changed' return At(1).value end)()")).toBe('changed');
    transaction.rollback();
    expect(valueIn(process, 'At(1).value')).toBe('first');
  });

  it('keeps what a transaction wrote', () => {
    const process = keeping();
    const transaction = process.machine.begin();
    process.eval("At(1).value = 'changed'");
    transaction.commit();
    expect(printed(process.eval('At(1).value'))).toBe('changed');
  });

  it('counts as much memory before and after', () => {
    const { heap, globals, runtime } = createMachine();
    const tags = new TagArray(heap, ['Name', 'x'.repeat(100), 'Kind', 5]);
    globals.setString('tags', tags);
    const before = [heap.bytes, reachableBytes(runtime as Interpreter)];
    expect(tags.getInteger(1)).toBeInstanceOf(LuaTable);
    expect([heap.bytes, reachableBytes(runtime as Interpreter)]).toEqual(before);
  });
});

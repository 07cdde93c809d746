/** What natives decide for the runtime is what its Lua would. */
import { describe, expect, it } from 'vitest';
import type { Value } from '../../core/value.ts';
import { OWNER, pad, printed, spawned, valueIn } from './testing.ts';

const SPECS = [
  "'Go'",
  "'go'",
  "{ Action = 'go' }",
  "{ Action = 'g.' }",
  "{ Action = 'g+o' }",
  "{ Action = '_', Kind = 'X' }",
  "{ Kind = '_' }",
  "{ Action = { 'Stay', 'GO' } }",
  '{ Action = function(value) return #value == 2 end }',
  '{ Kind = 5 }',
  '{}',
  "setmetatable({}, { __pairs = function() return next, { Action = 'Stay' } end })",
];
const MESSAGES: Readonly<Record<string, Value>>[] = [
  { Action: 'Go' },
  { Action: 'g+o', Kind: 'x' },
  { Action: 'Stay', Kind: 5 },
  { Kind: '_' },
  {},
];

describe('which handlers a message comes to', () => {
  it.each(SPECS)('is what Utils.matchesSpec says of %s', (spec) => {
    const process = spawned(`
      local spec = ${spec}
      Handlers.add('ask', function(msg) print('says ' .. tostring(Utils.matchesSpec(msg, spec))) return 'continue' end, function() end)
      Handlers.add('it', spec, function() print('ran') end)`);
    for (const tags of MESSAGES) {
      const lines = printed(process.send({ tags })).split('\n');
      expect([tags, lines.includes('ran')]).toEqual([tags, lines.includes('says true')]);
    }
  });

  it('looks at handlers that a handler added or removed', () => {
    const process = spawned(`
      Handlers.add('first', function() return 'continue' end, function()
        Handlers.remove('second')
        Handlers.add('fourth', 'Go', function() print('fourth') end)
      end)
      Handlers.add('second', 'Go', function() print('second') end)
      Handlers.add('third', function(msg) return msg.Action == 'Go' and 1 end, function() print('third') end)`);
    // The third has moved into the place of the second, which was passed.
    expect(printed(process.send({ tags: { Action: 'Go' } }))).toBe('third\nfourth');
  });

  it('says so when the list holds no entries', () => {
    const process = spawned('');
    process.eval('table.insert(Handlers.list, 1, 5)');
    expect(process.send({ tags: { Action: 'Go' } }).error?.message).toContain('attempt to index');
  });
});

describe('the environment', () => {
  it('is the same table until it says something else', () => {
    const process = spawned('Seen = ao.env');
    expect(valueIn(process, 'Seen == ao.env')).toBe('true');
    process.eval("ao.env.Process.Tags.Name = 'x'");
    expect(valueIn(process, 'Seen == ao.env')).toBe('false');
  });

  it.each([
    'ao.env.Extra = 1',
    "ao.env.Process.Tags.Name = 'x'",
    'ao.env.Process.TagArray[1].value = 2',
    'ao.env.Module = nil',
    'ao.env = nil',
  ])('loses what a program did to it: %s', (change) => {
    const process = spawned('');
    const text =
      "table.concat({ tostring(ao.env.Extra), ao.env.Process.Tags.Name, ao.env.Process.TagArray[1].value, ao.env.Module.Id }, ' ')";
    const before = valueIn(process, text);
    expect(process.eval(change).error).toBeUndefined();
    expect(valueIn(process, text)).toBe(before);
    expect(before).toBe(`nil test ao ${pad('MODULE-aos')}`);
  });
});

it('a program without os, or with a Name that is no text, is told so and can be mended', () => {
  const process = spawned('os = nil');
  expect(valueIn(process, '1 + 1')).toBe('2');
  expect(process.eval('Name = {}').error?.message).toContain("attempt to concatenate a table value (global 'Name')");
  expect(process.send({ from: OWNER, data: "Name = 'again'", tags: { Action: 'Eval' } }).output.prompt).toContain(
    'again',
  );
});

it('what replaces ao.send sees replies too', () => {
  const process = spawned(`
    local send = ao.send
    function ao.send(msg) msg.Seen = 'yes' return send(msg) end
    Handlers.add('Go', 'Go', function(msg) msg.reply({ Data = { 1, 2 } }) end)`);
  const [message] = process.send({ tags: { Action: 'Go' } }).messages;
  expect(message?.get('Data')).toBe('[1,2]');
  expect(message?.get('Tags')).toEqual(
    expect.arrayContaining([
      new Map([
        ['name', 'Seen'],
        ['value', 'yes'],
      ]),
      new Map([
        ['name', 'Content-Type'],
        ['value', 'application/json'],
      ]),
    ]),
  );
});

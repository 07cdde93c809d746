/** Our own runtime of the hyper dialect, through `lua@5.3a` as every program of it runs (spec/aos.md §5). */
import { beforeEach, describe, expect, it } from 'vitest';
import { createNodePocketbeam, type NodePocketbeam } from '../../integrations/node/node-pocketbeam.ts';
import { hyperBundle, hyperHarness } from './bundle.ts';

const [OWNER, BOB, AUTHORITY, PEER] = ['Olga', 'Bob', 'Mu', 'Peer'].map((name) => name.padEnd(43, 'x')) as [
  ...[string, string, string, string],
];

const SOURCE = `
local json = require('json')
Count = 0
Handlers.add('exact', 'Go', function(req) Count = Count + 1 req.reply({ data = 'exact' }) end)
Handlers.add('body', { kind = 'note', text = 'n%d+' }, function(req) req.reply({ data = req.body.text }) end)
Handlers.add('on', function(req) return req.body.action == 'Twice' and 'continue' end, function() print('first') end)
Handlers.add('twice', { action = { 'Twice', 'Double' } }, function() print('second') end)
Handlers.add('fail', 'Fail', function() Send({ target = 'kept', data = '1' }) error('no way') end)
Handlers.add('time', 'Time', function(req) req.reply({ data = os.time() .. ' ' .. math.type(os.time()), action = 'At' }) end)
Handlers.add('ask', 'Ask', function(req)
  Send({ target = req.body.whom, action = 'Question' }).onReply(function(answer) print('got ' .. answer.body.data) end)
end)
Handlers.add('json', 'Json', function(req)
  print(json.encode(json.decode(req.body.data)))
end)
Handlers.add('bad-json', 'Bad-Json', function(req) print(pcall(json.decode, req.body.data) and 'read' or 'refused') end)
Handlers.add('tag', Handlers.utils.hasMatchingTag('Action', 'Never'), print)
Handlers.remove('tag')
`;

describe('the hyper runtime', () => {
  let beam: NodePocketbeam;
  let process: string;
  beforeEach(async () => {
    beam = await createNodePocketbeam({ onDemand: true });
    process = await beam.api.spawn({
      module: [
        { name: 'bundle.lua', source: hyperBundle },
        { name: 'harness.lua', source: hyperHarness },
      ],
      ...{ source: SOURCE, owner: OWNER, authority: AUTHORITY, name: 'room' },
    });
    return () => beam.close();
  });

  async function send(tags: Record<string, string>, more: { from?: string; owner?: string; data?: string } = {}) {
    const { slot } = await beam.api.message({ process, tags, timestamp: 1_800_000_000_000, from: BOB, ...more });
    const { messages, output, error } = await beam.api.result({ process, slot });
    return { messages, data: output.data.replaceAll(/\x1b\[[\d;]*m/g, ''), error };
  }

  it('matches exactly, in the request and its body', async () => {
    expect((await send({ action: 'Go', reference: '7' })).messages).toMatchObject([
      { target: BOB, data: 'exact', reference: '1', 'x-reference': '7' },
    ]);
    expect((await send({ action: 'go' })).messages).toEqual([]);
    expect((await send({ kind: 'note', text: 'n12' })).messages).toMatchObject([{ data: 'n12' }]);
    expect((await send({ kind: 'note', text: 'N12' })).messages).toEqual([]);
    expect((await send({ action: 'Twice' })).data).toBe('first\nsecond');
    expect((await send({ action: 'Double' })).data).toBe('second');
  });

  it('keeps what was sent before an error, and tells the error in the output', async () => {
    const { messages, data, error } = await send({ action: 'Fail' });
    expect(messages).toMatchObject([{ target: 'kept' }]);
    expect(data).toMatch(/error:\n.*no way/);
    expect(error).toBeUndefined();
  });

  it('evaluates for the owner only, and keeps other messages', async () => {
    expect((await send({ action: 'Eval' }, { data: 'Count' })).data).toContain('New Message From');
    expect((await send({ action: 'Eval' }, { from: OWNER, data: '#Inbox + 1' })).data).toBe('2');
    expect((await send({ action: 'Eval' }, { from: OWNER, data: 'return Owner, nil' })).data).toBe(OWNER);
    expect((await send({ action: 'Eval' }, { from: OWNER, data: 'x = = 1' })).data).toContain('error:');
  });

  it('trusts processes that the authority vouches for', async () => {
    expect((await send({ action: 'Go' }, { from: PEER, owner: BOB })).data).toBe('Message is not trusted.');
    expect((await send({ action: 'Go' }, { from: PEER, owner: AUTHORITY })).messages).toMatchObject([{ target: PEER }]);
  });

  it('has the time of the message, answers to questions, and JSON', async () => {
    expect((await send({ action: 'Time' })).messages).toMatchObject([{ data: '1800000000000 integer', action: 'At' }]);
    expect((await send({ action: 'Ask', whom: PEER })).messages).toMatchObject([{ target: PEER, reference: '2' }]);
    expect((await send({ 'x-reference': '2' }, { from: PEER, data: '42' })).data).toBe('got 42');
    const text = '{"list":[1,-2.5,"a\\"b\\u00e9"]}';
    expect((await send({ action: 'Json' }, { data: ` ${text.replace(',', ' ,\n')} ` })).data).toBe(
      text.replace('\\u00e9', 'é'),
    );
    for (const bad of ['', '{', '[1,]', '{"a" 1}', '"x', 'nul', '1 2', '{a:1}'])
      expect((await send({ action: 'Bad-Json' }, { data: bad })).data, bad).toBe('refused');
  });
});

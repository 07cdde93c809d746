/** aoconnect in legacy mode, as it comes from npm, against a node over HTTP (spec/aoconnect.md §5.1). */
import { connect, createSigner } from '@permaweb/aoconnect';
import { connect as connect85, createSigner as createSigner85 } from 'aoconnect-0-0-85';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TEST_KEY } from '../support/sign.ts';
import { startClientNode, type ClientNode } from './client-node.ts';
import { COUNTER, MODULE, SCHEDULER, tag } from './program.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
// One for all: it signs a hundred times a minute.
const signer = createSigner(TEST_KEY);
const NOWHERE = 'no-such-process-anywhere'.padEnd(43, 'x');
let node: ClientNode;
let pid: string;

const urls = () => {
  const base = `${node.url}/~legacynet@1.0/`;
  return { MODE: 'legacy' as const, MU_URL: `${base}mu`, CU_URL: `${base}cu`, GATEWAY_URL: base };
};
const client = () => connect(urls());
const get = async (path: string): Promise<string> => (await fetch(`${node.url}${path}`)).text();

beforeAll(async () => {
  node = await startClientNode();
  // Without an authority aos trusts no message of another process.
  const tags = [tag('On-Boot', 'Data'), tag('Name', 'counter'), tag('Authority', 'A'.repeat(43))];
  pid = await client().spawn({ module: MODULE, scheduler: SCHEDULER, signer, tags, data: COUNTER });
});
afterAll(() => node.close());

const action = (name: string, more: Record<string, string> = {}) =>
  Object.entries({ Action: name, ...more }).map(([name, value]) => tag(name, value));
/** @returns the id of the message. */
const send = async (tags: { name: string; value: string }[], data?: string): Promise<string> =>
  String(await client().message({ process: pid, signer, tags, ...(data === undefined ? {} : { data }) }));
const result = (message: string) => client().result({ process: pid, message });

describe('spawn', () => {
  it('gives the id of a process that has run its data', async () => {
    expect(pid).toMatch(/^[\w-]{43}$/);
    expect(await get(`/${pid}~process@1.0/slot/current`)).toBe('0');
    expect(await client().result({ process: pid, message: pid })).toMatchObject({ Messages: [{}] });
  });
  it('needs no On-Boot: an Eval of the owner brings the program', async () => {
    const process = await client().spawn({ module: MODULE, scheduler: SCHEDULER, signer });
    const message = String(await client().message({ process, signer, tags: action('Eval'), data: 'return 6 * 7' }));
    expect((await client().result({ process, message })).Output.data).toContain('42');
  });
  it('is seen by the program as it was signed', async () => {
    const process = await client().spawn({
      ...{ module: MODULE, scheduler: SCHEDULER, signer, tags: [tag('On-Boot', 'Data'), tag('My-Tag', 'mine')] },
      data: 'print(Owner .. " " .. ao.env.Process.Tags["My-Tag"] .. " " .. ao.env.Module.Id)',
    });
    const { Output } = await client().result({ process, message: process });
    expect(Output.data).toMatch(new RegExp(`^[\\w-]{43} mine ${MODULE}$`));
  });
});

describe('message and result', () => {
  it('are of one process with the HyperPATHs and the dry-run', async () => {
    const message = await send(action('Add', { Quantity: '2' }));
    const answer = await result(message);
    expect(answer).toMatchObject({
      Spawns: [],
      Assignments: [],
      Output: { print: true },
      Messages: [{}, { Data: '2' }],
    });
    expect(answer.Messages[1].Tags).toContainEqual(tag('Action', 'Added'));
    const tried = await client().dryrun({ process: pid, tags: action('Count') });
    expect(tried.Messages).toMatchObject([{ Data: '2' }]);
    expect(await get(`/${pid}~process@1.0/now/cache/count`)).toBe('2');
  });
  it('keep data and tags as they were given, and the anchor', async () => {
    const tags = action('Echo', { Text: 'a & b / c? 100% é' });
    const anchor = 'abcdefghijklmnopqrstuvwxyz012345';
    const message = String(await client().message({ process: pid, signer, tags, data: 'daté\n2', anchor }));
    const [reply] = (await result(message)).Messages;
    expect(reply.Data).toBe('daté\n2');
    expect(reply.Tags).toContainEqual(tag('Text', 'a & b / c? 100% é'));
  });
  it('tell what a handler failed with, and the next message works', async () => {
    const answer = await result(await send(action('Fail')));
    expect(answer.Error).toContain('no luck');
    expect(answer.Messages).toEqual([]);
    expect((await result(await send(action('Count')))).Messages).toMatchObject([{ Data: '2' }]);
  });
  it('say in JSON what is unknown', async () => {
    expect(await result(NOWHERE)).toMatchObject({ code: 'unknown-message', error: expect.stringContaining(pid) });
    expect(await client().result({ process: NOWHERE, message: NOWHERE })).toMatchObject({ code: 'unknown-process' });
    await expect(client().message({ process: NOWHERE, signer })).rejects.toThrow(/404: .*There is no process no-such/);
  });
  it('pass on what the process sends to another one', async () => {
    const other = await client().spawn({
      ...{ module: MODULE, scheduler: SCHEDULER, signer, tags: [tag('On-Boot', 'Data')] },
      data: `Handlers.add('Relay', 'Relay', function (msg) Send({ Target = msg.To, Action = 'Add', Quantity = '40' }) end)`,
    });
    const before = Number(await get(`/${pid}~process@1.0/now/cache/count`));
    await client().message({ process: other, signer, tags: action('Relay', { To: pid }) });
    const count = async (): Promise<number> => Number(await get(`/${pid}~process@1.0/now/cache/count`));
    await expect.poll(count).toBe(before + 40);
  });
});

describe('results', () => {
  const data = ({ edges }: { edges: { node: { Messages: { Data: string }[] } }[] }) =>
    edges.map(({ node }) => node.Messages.at(-1)?.Data);

  it('come in pages from a cursor on, either way', async () => {
    const process = await client().spawn({
      ...{ module: MODULE, scheduler: SCHEDULER, signer, tags: [tag('On-Boot', 'Data')], data: COUNTER },
    });
    for (let i = 0; i < 3; i++) await client().message({ process, signer, tags: action('Add') });
    const all = await client().results({ process });
    expect(data(all)).toEqual([undefined, '1', '2', '3']);
    const cursors = all.edges.map(({ cursor }: { cursor: string }) => cursor);
    expect(data(await client().results({ process, sort: 'DESC', limit: 2 }))).toEqual(['3', '2']);
    expect(data(await client().results({ process, from: cursors[0], limit: 2 }))).toEqual(['1', '2']);
    expect(data(await client().results({ process, from: cursors[1], to: cursors[2] }))).toEqual(['2']);
    expect(data(await client().results({ process, from: cursors[3] }))).toEqual([]);
  });
});

describe('dryrun', () => {
  it('leaves nothing behind, and sees what is pending', async () => {
    const before = Number(await get(`/${pid}~process@1.0/now/cache/count`));
    await send(action('Add'));
    const { Messages, Output, Spawns } = await client().dryrun({
      process: pid,
      tags: action('Add', { Quantity: '5' }),
    });
    expect(Messages).toMatchObject([{}, { Data: String(before + 6) }]);
    expect([Output, Spawns]).toEqual([expect.objectContaining({ print: true }), []]);
    expect(await get(`/${pid}~process@1.0/now/cache/count`)).toBe(String(before + 1));
  });
  it('keeps data and tags as they were given, and believes the owner', async () => {
    const tags = action('Echo', { Text: 'a & b / c' });
    const [reply] = (await client().dryrun({ process: pid, tags, data: 'dä', Owner: NOWHERE })).Messages;
    expect(reply).toMatchObject({ Data: 'dä', Target: NOWHERE });
    expect(reply.Tags).toContainEqual(tag('Text', 'a & b / c'));
  });
  it('gives the error of a handler', async () => {
    expect((await client().dryrun({ process: pid, tags: action('Fail') })).Error).toContain('no luck');
  });
  it('of an unknown process says so', async () => {
    expect(await client().dryrun({ process: NOWHERE })).toMatchObject({ code: 'unknown-process' });
  });
});

describe('monitor and unmonitor', () => {
  it('give the id of their item', async () => {
    expect(await client().monitor({ process: pid, signer })).toMatch(/^[\w-]{43}$/);
    expect(await client().unmonitor({ process: pid, signer })).toMatch(/^[\w-]{43}$/);
  });
  it('stop the messages of Cron tags, and begin them again', async () => {
    const tags = [tag('Cron-Interval', '5-minutes'), tag('Cron-Tag-Action', 'Cron')];
    const process = await client().spawn({ module: MODULE, scheduler: SCHEDULER, signer, tags });
    await client().result({ process, message: process });
    const stop = (): Promise<string> => get(`/~cron@1.0/stop?task=${process}`);
    await client().unmonitor({ process, signer });
    expect(await stop()).toContain('There is no task');
    await client().monitor({ process, signer });
    await client().monitor({ process, signer });
    expect(await stop()).toBe(process);
    await expect(client().monitor({ process: NOWHERE, signer })).rejects.toThrow(/404: .*There is no process/);
  });
});

describe('assign', () => {
  it('gives a message to another process, and its id back', async () => {
    const process = await client().spawn({
      ...{ module: MODULE, scheduler: SCHEDULER, signer, tags: [tag('On-Boot', 'Data')] },
      data: `ao.addAssignable({ Action = 'Add' })
        Handlers.add('Seen', 'Add', function (msg) Send({ Target = Owner, Data = msg.Quantity .. ' ' .. msg.Data }) end)`,
    });
    const message = await send(action('Add', { Quantity: '3' }), 'whole');
    expect(await client().assign({ process, message })).toBe(message);
    expect((await client().result({ process, message })).Messages).toMatchObject([{ Data: '3 whole' }]);
    expect(await client().assign({ process, message, exclude: ['Data'] })).toBe(message);
    const [last] = (await client().results({ process, sort: 'DESC', limit: 1 })).edges;
    expect(last?.node.Messages).toMatchObject([{ Data: '3 ' }]);
  });
  it('of what is not here says so', async () => {
    await expect(client().assign({ process: pid, message: NOWHERE })).rejects.toThrow(/404: .*There is no message/);
    const assigned = client().assign({ process: pid, message: NOWHERE, baseLayer: true });
    await expect(assigned).rejects.toThrow(/404: .*Arweave are not fetched/);
  });
});

describe('what legacy mode has not', () => {
  it('is request', () => {
    expect('request' in client()).toBe(false);
  });
});

describe('a gateway URL without a slash at its end', () => {
  it('is said to be one', async () => {
    const glued = connect({ ...urls(), GATEWAY_URL: urls().GATEWAY_URL.slice(0, -1) });
    await expect(glued.spawn({ module: MODULE, scheduler: SCHEDULER, signer })).rejects.toThrow(/404: .*with a slash/);
  });
});

describe('version 0.0.85', () => {
  it('does the same', async () => {
    const old = connect85(urls());
    const signer = createSigner85(TEST_KEY) as typeof createSigner;
    const tags = [tag('On-Boot', 'Data')];
    const process = await old.spawn({ module: MODULE, scheduler: SCHEDULER, signer, tags, data: COUNTER });
    const message = String(await old.message({ process, signer, tags: action('Add', { Quantity: '9' }) }));
    expect(await old.result({ process, message })).toMatchObject({ Messages: [{}, { Data: '9' }] });
    expect(await old.dryrun({ process, tags: action('Count') })).toMatchObject({ Messages: [{ Data: '9' }] });
    expect(await old.results({ process, limit: 1 })).toMatchObject({ edges: [{ node: { Messages: [{}] } }] });
  });
});

/** Time as programs, tasks and the local API see it, over a machine whose own clock stands still unless it is told to go. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeClock, type FakeClock } from '../../e2e/support/fake-clock.ts';
import { createNodePocketbeam, type NodePocketbeam } from '../integrations/node/node-pocketbeam.ts';
import type { SpawnOptions } from './api.ts';
import type { CronOptions } from './cron-options.ts';

const START = Date.UTC(2031, 4, 6, 7);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Keeps what it is sent: who, what, and how many seconds after the start. */
const LOG = `
Log = Log or {}
Handlers.add('log', function(msg) return msg.Action ~= 'Eval' and msg.Type ~= 'Process' end, function(msg)
  local mark = msg.Cron == true and '!' or ''
  table.insert(Log, msg.Action .. mark .. '@' .. (msg.Timestamp - ${START}) // 1000)
  if msg.Tags.Tell then Send({ Target = msg.Tags.Tell, Action = 'Told' }) end
end)`;

let clock: FakeClock;
let beam: NodePocketbeam;
let errors: { code?: string }[];

async function start(data?: string, cron?: CronOptions): Promise<void> {
  errors = [];
  beam = await createNodePocketbeam({
    clock,
    onError: (error) => errors.push(error as { code?: string }),
    ...(data === undefined ? {} : { data }),
    ...(cron ? { cron } : {}),
  });
}
const spawn = (tags: Record<string, string>, more: Partial<SpawnOptions> = {}): Promise<string> =>
  beam.api.spawn({ source: LOG, tags, owner: 'somebody-who-owns-it'.padEnd(43, '-'), ...more });
/** When all that is due has run, and the clock has arrived where it is on its way to. */
const settled = (): Promise<unknown> => beam.api.clock.advance(0);
const eventually = <T>(read: () => T): ReturnType<typeof expect.poll<T>> => expect.poll(read, { timeout: 30_000 });
const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'pocketbeam-clock-'));
async function log(process: string): Promise<string[]> {
  const { output } = await beam.api.eval({ process, code: 'return table.concat(Log, " ")' });
  return output.data === '' ? [] : output.data.split(' ');
}
const seconds = async (): Promise<number> => ((await beam.api.clock.now()) - START) / 1000;
const codeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'none',
    ({ code }: { code: string }) => code,
  );

beforeEach(async () => {
  clock = createFakeClock(START);
  await start();
});
afterEach(async () => {
  await beam.close();
  expect(errors).toEqual([]);
});

describe('clock.advance', () => {
  it('runs what is due on the way, at its time and in order', async () => {
    const one = await spawn({ 'Cron-Interval': '20-minutes', 'Cron-Tag-Action': 'Slow' });
    const two = await spawn({ 'Cron-Interval': '15-minutes' });
    expect(await beam.api.clock.advance('1h')).toBe(7);
    expect(await seconds()).toBe(3600);
    expect(await log(one)).toEqual(['Slow!@1200', 'Slow!@2400', 'Slow!@3600']);
    expect(await log(two)).toEqual(['Cron!@900', 'Cron!@1800', 'Cron!@2700', 'Cron!@3600']);
    expect(await beam.api.clock.advance(14 * MINUTE)).toBe(0);
    expect(await beam.api.clock.advance('1-minute')).toBe(1);
  });
  it('sends from the owner, and to nobody else', async () => {
    const process = await beam.api.spawn({
      source: `Handlers.add('who', { Cron = true }, function(msg) Seen = { msg.From, msg.Owner, msg.Target, msg.Tags.Shift, Owner } end)`,
      ...{ owner: 'O'.repeat(43), tags: { 'Cron-Interval': '1-hour', 'Cron-Tag-Shift': 'Late' } },
    });
    await beam.api.clock.advance('1h');
    const { output } = await beam.api.eval({ process, code: 'return table.concat(Seen, " ")' });
    expect(output.data).toBe(['O'.repeat(43), 'O'.repeat(43), process, 'Late', 'O'.repeat(43)].join(' '));
  });
  it('stands still until all that comes of a task is through', async () => {
    const other = await spawn({}, { authority: 'A'.repeat(43) });
    const first = { 'Cron-Interval': '1-hour', 'Cron-Tag-Action': 'Go', 'Cron-Tag-Tell': other };
    await spawn(first, { authority: 'A'.repeat(43) });
    await beam.api.clock.advance('2h');
    expect(await log(other)).toEqual(['Told@3600', 'Told@7200']);
  });
  it('is the time of whatever is sent then', async () => {
    const process = await spawn({});
    await beam.api.message({ process, tags: { Action: 'Before' } });
    await beam.api.clock.advance('90m');
    await beam.api.message({ process, tags: { Action: 'After' } });
    await beam.handle(new Request(`http://node.test/${process}~process@1.0/push?action=Http`));
    await clock.advance(5000);
    await beam.api.message({ process, tags: { Action: 'Later' } });
    await beam.api.message({ process, tags: { Action: 'Own' }, timestamp: START + 7000 });
    expect((await log(process)).filter((line) => !line.startsWith('Http'))).toEqual([
      ...['Before@0', 'After@5400', 'Later@5405', 'Own@7'],
    ]);
    const at = async (path: string): Promise<unknown> => beam.api.read(`/${process}~process@1.0/${path}`);
    expect(await at('schedule&from=3&to=3/assignments/3/timestamp')).toBe(START + 90 * MINUTE);
    expect(await at('schedule&from=3&to=3/assignments/3/block-height')).toBe((START + 90 * MINUTE) / 120_000);
  });
  it('runs requests too, and waits for them', async () => {
    const process = await spawn({});
    const path = `/${process}~process@1.0/push?action=Asked`;
    const every = `/~cron@1.0/every?interval=10-minutes&cron-path=${encodeURIComponent(path)}`;
    const id = await (await beam.handle(new Request(`http://node.test${every}`)))!.text();
    expect(await beam.api.clock.tasks()).toEqual([
      { id, process, path: expect.stringContaining(process), due: START + 10 * MINUTE, every: 10 * MINUTE },
    ]);
    expect(await beam.api.clock.advance('35m')).toBe(3);
    expect((await beam.api.list())[0]).toMatchObject({ slot: 3, computed: 3 });
    const assigned = await beam.api.read(`/${process}~process@1.0/schedule&from=2&to=2/assignments/2/timestamp`);
    expect(assigned).toBe(START + 20 * MINUTE);
  });
  it('goes on after the machine has gone down on the way, and runs nothing twice', async () => {
    await beam.close();
    const data = await folder();
    await start(data);
    const process = await spawn({ 'Cron-Interval': '1-minute' });
    const advancing = beam.api.clock.advance('1h').catch(({ code }: { code: string }) => code);
    await eventually(async () => (await beam.api.list())[0]!.slot).toBeGreaterThan(2);
    await beam.close();
    expect(await advancing).toBe('stopped');
    await start(data);
    await settled();
    expect(await seconds()).toBe(3600);
    expect(await log(process)).toEqual(Array.from({ length: 60 }, (_, i) => `Cron!@${60 * (i + 1)}`));
  });
  it('adds up when several ask at once', async () => {
    const process = await spawn({ 'Cron-Interval': '30-minutes' });
    await Promise.all([beam.api.clock.advance('1h'), beam.api.clock.advance('1h')]);
    expect(await seconds()).toBe(7200);
    expect(await log(process)).toHaveLength(4);
  });
  it('refuses what is no length of time, and too much at once', async () => {
    for (const by of ['soon', '', '-1h', '5', -1, NaN, Infinity, 1e15, undefined, {}])
      expect(await codeOf(beam.api.clock.advance(by as string)), String(by)).toBe('bad-duration');
    await spawn({ 'Cron-Interval': '1-second' });
    expect(await codeOf(beam.api.clock.advance('3h'))).toBe('too-many-ticks');
    expect(await seconds()).toBe(0);
  });
});

describe('the clock', () => {
  it('goes like that of the machine, unless it is paused', async () => {
    const process = await spawn({ 'Cron-Interval': '1-minute' });
    await clock.advance(2 * MINUTE);
    await settled();
    expect(await log(process)).toEqual(['Cron!@60', 'Cron!@120']);
    await beam.api.clock.pause();
    await clock.advance(HOUR);
    expect(await seconds()).toBe(120);
    await beam.api.message({ process, tags: { Action: 'Sent' } });
    expect(await log(process)).toEqual(['Cron!@60', 'Cron!@120', 'Sent@120']);
    // It may still be sent on.
    expect(await beam.api.clock.advance('1m')).toBe(1);
    await clock.advance(HOUR);
    expect(await seconds()).toBe(180);
    await beam.api.clock.resume();
    await clock.advance(MINUTE);
    await settled();
    expect((await log(process)).at(-1)).toBe('Cron!@240');
    expect(await seconds()).toBe(240);
  });
  it('is kept, and is that of the machine again after a reset', async () => {
    await beam.close();
    const data = await folder();
    await start(data);
    await beam.api.clock.advance('1d');
    await beam.close();
    await start(data);
    expect(await seconds()).toBe(86_400);
    await spawn({ 'Cron-Interval': '1-hour' });
    await beam.api.reset();
    expect(await seconds()).toBe(0);
    expect(await beam.api.clock.tasks()).toEqual([]);
  });
  it('can be set, also back', async () => {
    const process = await spawn({ 'Cron-Interval': '1-hour' });
    await beam.api.clock.advance('1h');
    await beam.api.clock.set(new Date(START));
    expect(await seconds()).toBe(0);
    expect(await beam.api.clock.advance('2h')).toBe(1);
    expect(await log(process)).toEqual(['Cron!@3600', 'Cron!@7200']);
    await beam.api.clock.set('2031-05-06T10:30:00Z');
    expect(await seconds()).toBe(3.5 * 3600);
    await beam.api.clock.set(START + 5 * HOUR);
    expect(await log(process)).toEqual(['Cron!@3600', 'Cron!@7200', 'Cron!@10800', 'Cron!@18000']);
    expect(errors.splice(0)).toMatchObject([{ code: 'missed-ticks', details: { tasks: [{ process, missed: 1 }] } }]);
    for (const time of ['yesterday', NaN, -1, 1e300, undefined, new Date('x')])
      expect(await codeOf(beam.api.clock.set(time as string)), String(time)).toBe('bad-date');
  });
});

describe('times that were missed', () => {
  /** A node that was down from the start for six and a half hours. */
  async function away(cron: CronOptions | undefined, tags: Record<string, string>): Promise<string> {
    await beam.close();
    const data = await folder();
    await start(data, cron);
    const process = await spawn(tags);
    await beam.close();
    await clock.advance(6.5 * HOUR);
    await start(data, cron);
    return process;
  }
  it('are counted and told, and the last one is made up for', async () => {
    const process = await away(undefined, { 'Cron-Interval': '2-hours' });
    await settled();
    expect(await log(process)).toEqual(['Cron!@21600']);
    expect(errors.splice(0)).toMatchObject([
      { code: 'missed-ticks', details: { tasks: [{ id: process, process, missed: 2 }] } },
    ]);
    expect(await beam.api.clock.tasks()).toMatchObject([{ process, missed: 2, ran: 1, due: START + 8 * HOUR }]);
  });
  it('are caught up in their order, by option', async () => {
    const process = await away({ missed: 'catch-up' }, { 'Cron-Interval': '2-hours' });
    await settled();
    expect(await log(process)).toEqual(['Cron!@7200', 'Cron!@14400', 'Cron!@21600']);
    expect(await beam.api.clock.tasks()).toMatchObject([{ ran: 3, due: START + 8 * HOUR }]);
  });
  it('are none where it is once, however late', async () => {
    const process = await away(undefined, { 'Cron-Tick': '1-hour', 'Cron-Tag-Action': 'Once' });
    await settled();
    expect(await log(process)).toEqual(['Once!@3600']);
    expect(await beam.api.clock.tasks()).toEqual([]);
  });
  it('need an option that there is', async () => {
    expect(await codeOf(createNodePocketbeam({ cron: { missed: 'forget' as 'report' } }))).toBe('bad-option');
  });
});

describe('tasks of Cron tags', () => {
  it('end by stop, and with their process', async () => {
    const [one, two] = [await spawn({ 'Cron-Interval': '1-hour' }), await spawn({ 'Cron-Interval': '1-hour' })];
    await beam.handle(
      new Request(`http://node.test/~cron@1.0/every?interval=1-hour&cron-path=/${two}~process@1.0/now`),
    );
    const stop = (): Promise<Response | undefined> =>
      beam.handle(new Request(`http://node.test/~cron@1.0/stop?task=${one}`));
    expect(await (await stop())?.text()).toBe(one);
    expect((await stop())?.status).toBe(404);
    // What was stopped stays stopped.
    await beam.api.rebuild(one);
    expect((await beam.api.clock.tasks()).map(({ process }) => process)).toEqual([two, two]);
    await beam.api.remove(two);
    expect(await beam.api.clock.tasks()).toEqual([]);
    expect(await beam.api.clock.advance('1d')).toBe(0);
    expect(await log(one)).toEqual([]);
  });
  it('of a process that another one spawns are followed', async () => {
    const parent = await spawn({});
    const code = `Spawn(ao.env.Module.Id, { Data = ${JSON.stringify(LOG)}, ['On-Boot'] = 'Data', ['Cron-Interval'] = '1-hour' })`;
    await beam.api.eval({ process: parent, code });
    await eventually(() => beam.api.clock.tasks()).toMatchObject([{ every: HOUR }]);
    const [{ process = '' } = {}] = await beam.api.clock.tasks();
    await beam.api.clock.advance('1h');
    expect((await beam.api.list()).find((one) => one.process === process)).toMatchObject({ slot: 1, computed: 1 });
  });
  it('are refused at spawn when they are wrong; by HTTP the process begins without them', async () => {
    expect(await codeOf(spawn({ 'Cron-Interval': 'often' }))).toBe('bad-interval');
    expect(await beam.api.list()).toEqual([]);
    const headers = {
      device: 'process@1.0',
      type: 'Process',
      'execution-device': 'genesis-wasm@1.0',
      'cron-interval': 'often',
    };
    await beam.handle(new Request('http://node.test/~scheduler@1.0/schedule', { method: 'POST', headers }));
    await eventually(() => errors.splice(0)).toMatchObject([
      { code: 'bad-interval', message: expect.stringMatching(/Cron tags of/) },
    ]);
    expect(await beam.api.clock.tasks()).toEqual([]);
  });
});

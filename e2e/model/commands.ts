/** What may happen, to the model and to a Pocketbeam, and how one sees that both are the same. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { dig } from '../../src/core/state.ts';
import { isList, isMap } from '../../src/core/value.ts';
import { SOURCE, START, step, tagsOf, type Folded, type Input } from './program.ts';
import type { World } from './world.ts';

interface Sent {
  anchor: string;
  input: Input;
}

/** The messages after slot 0, by process. */
export type Model = Map<string, Sent[]>;

type Command = fc.AsyncCommand<Model, World>;

const PROCESSES = ['model-one', 'model-two'].map((name) => name.padEnd(43, '-'));
const TIME = 1_700_000_000_000;
let anchors = 0;

const stateAt = (sent: readonly Sent[], slot: number): Folded =>
  sent.slice(0, slot).reduce((folded, { input }) => step(folded, input), START);

/** A slot of a process, from a number between 0 and 1. */
const slotOf = (sent: readonly Sent[], part: number): number => Math.floor(part * (sent.length + 1));

async function send(world: World, process: string, { anchor, input }: Sent): Promise<number> {
  const { slot } = await world.leader.api.message({ process, tags: tagsOf(input), anchor, timestamp: TIME });
  await world.leader.api.result({ process, slot });
  return slot;
}

/** All that can be read is as in the model, and every slot was committed once. */
export async function agree(model: Model, world: World): Promise<void> {
  const heads = await world.leader.api.list();
  expect(heads.map(({ process, slot }) => [process, slot]).sort()).toEqual(
    [...model].map(([process, sent]) => [process, sent.length]).sort(),
  );
  for (const [process, sent] of model) {
    for (let slot = 0; slot <= sent.length; slot++)
      expect(await world.read(process, `compute&slot=${slot}/cache`), `slot ${slot}`).toEqual(
        stateAt(sent, slot).cache,
      );
    expect(await world.read(process, 'now/cache')).toEqual(stateAt(sent, sent.length).cache);
  }
  for (const [slot, times] of world.commits) expect(times, slot).toBe(1);
}

/** @param process undefined: whether there is one does not matter. */
function command(
  name: string,
  process: string | undefined,
  run: (model: Model, world: World, sent: Sent[]) => Promise<void>,
): Command {
  return {
    check: (model) => process === undefined || model.has(process),
    run: (model, world) => run(model, world, model.get(process ?? '') ?? []),
    toString: () => (process === undefined ? name : `${process.slice(6, 9)}: ${name}`),
  };
}

const spawn = (process: string): Command =>
  command(`spawn ${process.slice(6, 9)}`, undefined, async (model, { leader }) => {
    const options = { id: process, source: SOURCE, timestamp: TIME };
    if (model.has(process)) await expect(leader.api.spawn(options)).rejects.toMatchObject({ code: 'process-exists' });
    else {
      await leader.api.spawn({ ...options, anchor: 'spawn' });
      model.set(process, []);
    }
    // A retry.
    expect(await leader.api.spawn({ ...options, anchor: 'spawn' })).toBe(process);
  });

const message = (process: string, input: Input): Command =>
  command(`send ${JSON.stringify(input)}`, process, async (_model, world, sent) => {
    sent.push({ anchor: String(anchors++), input });
    const last = sent.at(-1);
    if (last) expect(await send(world, process, last)).toBe(sent.length);
  });

/** Not computed yet. */
const schedule = (process: string, input: Input): Command =>
  command(`schedule ${JSON.stringify(input)}`, process, async (_model, { leader }, sent) => {
    const anchor = String(anchors++);
    const { slot } = await leader.api.message({ process, tags: tagsOf(input), anchor, timestamp: TIME });
    sent.push({ anchor, input });
    expect(slot).toBe(sent.length);
  });

const again = (process: string, part: number): Command =>
  command('send again', process, async (_model, world, sent) => {
    const earlier = sent[Math.floor(part * sent.length)];
    if (earlier) expect(await send(world, process, earlier)).toBe(sent.indexOf(earlier) + 1);
  });

const read = (process: string, part: number): Command =>
  command('read', process, async (_model, world, sent) => {
    const slot = slotOf(sent, part);
    const { cache } = stateAt(sent, slot);
    expect(await world.read(process, `compute&slot=${slot}/cache/row`)).toEqual(cache?.row);
    expect(await world.read(process, `compute&slot=${slot}/cache/of`)).toEqual(cache?.of);
    expect(await world.read(process, 'slot/current')).toBe(sent.length);
  });

const dryRun = (process: string, by: number): Command =>
  command(`dry-run ${by}`, process, async (_model, { leader }, sent) => {
    const { sum } = stateAt(sent, sent.length);
    const Tags = Object.entries(tagsOf({ action: 'Add', by, of: 'x' })).map(([name, value]) => ({ name, value }));
    const trial = { Id: 'trial', Owner: 'somebody', From: 'somebody', Target: process, Data: '', Tags };
    const { messages, error } = await leader.computer.dryRun(process, trial);
    expect(error === undefined).toBe(by >= 0);
    const tags = messages[0]?.get('Tags');
    const cache = isList(tags) ? tags.find((tag) => isMap(tag) && tag.get('name') === 'cache') : undefined;
    const row = dig(cache, ['value', 'row']);
    expect(row).toEqual(by < 0 ? undefined : [sum + by, by]);
  });

const crash = (process: string, input: Input, writes: number, keeps: boolean): Command =>
  command(`crash at write ${writes}${keeps ? ', kept' : ''}`, process, async (_model, world, sent) => {
    const one: Sent = { anchor: String(anchors++), input };
    world.leader.kv.arm(writes, keeps);
    sent.push(one);
    const slot = await send(world, process, one).catch(() => undefined);
    world.leader.kv.arm(Infinity, false);
    if (world.leader.kv.dead) world.lead();
    expect(slot ?? (await send(world, process, one))).toBe(sent.length);
  });

const lead = (): Command =>
  command('another leads', undefined, (_model, world) => {
    world.lead();
    return Promise.resolve();
  });

const goBack = (): Command =>
  command('the former leads again', undefined, (_model, world) => {
    world.return();
    return Promise.resolve();
  });

/** The one that led before goes on computing, beside the one that leads. */
const race = (process: string, input: Input): Command =>
  command('both compute', process, async (_model, world, sent) => {
    const one: Sent = { anchor: String(anchors++), input };
    sent.push(one);
    const { slot } = await world.leader.api.message({
      process,
      tags: tagsOf(input),
      anchor: one.anchor,
      timestamp: TIME,
    });
    const both = [world.former, world.leader].filter((context) => context !== undefined);
    await Promise.all(both.map(({ computer }) => computer.compute(process, slot)));
    expect(await world.read(process, `compute&slot=${slot}/cache`)).toEqual(stateAt(sent, slot).cache);
  });

const remove = (process: string): Command =>
  command('remove', process, async (model, world) => {
    await world.leader.api.remove(process);
    model.delete(process);
    world.recount(process);
  });

const rebuild = (process: string): Command =>
  command('rebuild', process, async (_model, world) => {
    await world.leader.api.rebuild(process);
    world.recount(process);
  });

const move = (): Command => command('export and import', undefined, (_model, world) => world.move());

/** What the backup holds, by its bytes. */
const backups = new WeakMap<Uint8Array, [string, Sent[]][]>();

const backUp = (): Command =>
  command('back up', undefined, async (model, world) => {
    world.backup = await world.leader.api.export();
    backups.set(
      world.backup,
      [...model].map(([process, sent]) => [process, [...sent]]),
    );
  });

/** @param writes dies at this one. */
const restore = (writes: number, keeps: boolean): Command =>
  command(`restore, crash at write ${writes}`, undefined, async (model, world) => {
    const { backup } = world;
    const held = backup && backups.get(backup);
    if (!backup || !held) return;
    world.leader.kv.arm(writes, keeps);
    const isDone = await world.leader.api.import(backup, { replace: true }).then(
      () => true,
      () => keeps,
    );
    world.leader.kv.arm(Infinity, false);
    if (world.leader.kv.dead) world.lead();
    if (!isDone) return;
    for (const [process, sent] of held) {
      model.set(process, [...sent]);
      world.recount(process);
    }
  });

const process = fc.constantFrom(...PROCESSES);
const input: fc.Arbitrary<Input> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      action: fc.constant('Add' as const),
      by: fc.integer({ min: -2, max: 9 }),
      of: fc.constantFrom('a', 'b', '1'),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Input>({ action: 'Clear' }) },
);
const part = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const writes = fc.integer({ min: 0, max: 30 });

/** Chosen so many times as often as another. */
const times = <T>(n: number, one: T): T[] => new Array<T>(n).fill(one);

export const commands: fc.Arbitrary<Command>[] = [
  ...times(2, process.map(spawn)),
  ...times(
    3,
    fc.tuple(process, input).map(([one, given]) => message(one, given)),
  ),
  fc.tuple(process, input).map(([one, given]) => schedule(one, given)),
  fc.tuple(process, part).map(([one, at]) => again(one, at)),
  fc.tuple(process, part).map(([one, at]) => read(one, at)),
  fc.tuple(process, fc.integer({ min: -1, max: 9 })).map(([one, by]) => dryRun(one, by)),
  fc.tuple(process, input, writes, fc.boolean()).map(([one, given, at, keeps]) => crash(one, given, at, keeps)),
  fc.tuple(process, input).map(([one, given]) => race(one, given)),
  process.map(remove),
  process.map(rebuild),
  fc.constant(null).map(lead),
  ...times(3, fc.constant(null).map(goBack)),
  fc.constant(null).map(move),
  fc.constant(null).map(backUp),
  ...times(
    3,
    fc.tuple(fc.integer({ min: 0, max: 200 }), fc.boolean()).map(([at, keeps]) => restore(at, keeps)),
  ),
];

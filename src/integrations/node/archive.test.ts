/** Processes that were exported and imported answer as before, byte for byte. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { map } from '../../http/testing.ts';
import { createWallet } from '../../../e2e/support/sign.ts';
import { loadScenario } from '../testing/load-scenario.ts';
import { targetOf } from '../testing/node-target.ts';
import { play } from '../testing/play.ts';
import { createNodePocketbeam, type NodePocketbeam } from './node-pocketbeam.ts';

const example = (name: string): string => path.join(import.meta.dirname, '../../examples', `${name}.json`);

async function start(data?: string): Promise<NodePocketbeam> {
  const beam = await createNodePocketbeam({ ...(data === undefined ? {} : { data }), fixtures: true, strict: false });
  onTestFinished(() => beam.close());
  return beam;
}

/** Status, headers and body. */
async function answer(beam: NodePocketbeam, at: string): Promise<unknown> {
  const response = await beam.handle(new Request(`http://localhost${at}`));
  if (!response) return undefined;
  return { status: response.status, headers: [...response.headers], body: await response.text() };
}

const READS = ['', '/keys', '/cache', '/cache/keys', '/cache/serialize~json@1.0', '/results', '/results/outbox'];

/** Reads of every slot and of the schedule, in forms that show every key. */
function pathsOf(process: string, end: number): string[] {
  const at = `/${process}~process@1.0`;
  const slots = Array.from({ length: end + 1 }, (_, slot) => `compute&slot=${slot}`);
  const reads = [...slots, 'compute', 'now'].flatMap((slot) => READS.map((read) => `${at}/${slot}${read}`));
  return [
    ...reads,
    `${at}/slot/current`,
    `${at}/schedule`,
    `${at}/schedule&from=1&to=2/serialize~json@1.0`,
    `/${process}`,
  ];
}

it.each(['counter', 'token', 'voting', 'registry', 'amm', 'chat-room'])('%s', { timeout: 30_000 }, async (name) => {
  const [here, there] = [await start(), await start()];
  const { scenario, sources } = await loadScenario(example(name));
  await play(scenario, sources, targetOf(here));
  const processes = await there.api.import(await here.api.export());
  expect(processes.toSorted()).toEqual(scenario.processes.map(({ id }) => id).toSorted());
  expect(await there.api.list()).toEqual(await here.api.list());
  let reads = 0;
  for (const { process, slot } of await here.api.list())
    for (const at of pathsOf(process, slot)) {
      const before = await answer(here, at);
      expect(await answer(there, at), at).toEqual(before);
      if ((before as { status: number }).status === 200) reads++;
    }
  expect(reads).toBeGreaterThan(20);
});

const SOURCE = `
  Count = 0
  Handlers.add('add', 'Add', function(msg)
    Count = Count + 1
    Send({ device = 'patch@1.0', count = Count, by = msg.From })
  end)`;

it(
  'a process goes on from where the archive ends, also in a folder and after another start',
  { timeout: 30_000 },
  async () => {
    const data = await mkdtemp(path.join(tmpdir(), 'pocketbeam-archive-'));
    onTestFinished(() => rm(data, { recursive: true }));
    const here = await start();
    const process = await here.api.spawn({ source: SOURCE });
    const add = (beam: NodePocketbeam): Promise<unknown> => beam.api.message({ process, tags: { Action: 'Add' } });
    for (let n = 0; n < 3; n++) await add(here);
    const first = await createNodePocketbeam({ data });
    // Not all of it is computed here yet.
    await first.api.import(await here.api.export(process));
    expect(await first.api.read(`/${process}~process@1.0/now/count`)).toBe(3);
    await first.close();
    const second = await start(data);
    await add(second);
    expect(await second.api.read(`/${process}~process@1.0/now/count`)).toBe(4);
    expect(await second.api.read(`/${process}~process@1.0/compute&slot=2/count`)).toBe(2);
  },
);

it('what was running before is replaced, in the engine too', { timeout: 30_000 }, async () => {
  const [here, there] = [await start(), await start()];
  const id = 'archive-test'.padEnd(43, '-');
  for (const beam of [here, there]) await beam.api.spawn({ id, source: SOURCE });
  const add = async (beam: NodePocketbeam): Promise<void> => {
    const { slot } = await beam.api.message({ process: id, tags: { Action: 'Add' } });
    await beam.api.result({ process: id, slot });
  };
  for (let n = 0; n < 2; n++) await add(here);
  for (let n = 0; n < 2; n++) await there.api.eval({ process: id, code: 'Count = 100' });
  const archive = await here.api.export(id);
  await expect(there.api.import(archive)).rejects.toMatchObject({ code: 'process-exists' });
  await there.api.import(archive, { replace: true });
  await add(there);
  expect(await there.api.read(`/${id}~process@1.0/now/count`)).toBe(3);
});

it('signed messages prove who sent them', { timeout: 30_000 }, async () => {
  const [here, there] = [await start(), await start()];
  const wallet = await createWallet();
  const post = async (message: Record<string, string>): Promise<Response> => {
    const { init } = await wallet.sign(map(message));
    return (await here.handle(new Request('http://localhost/~scheduler@1.0/schedule', init))) as Response;
  };
  const spawned = await post({
    type: 'Process',
    'execution-device': 'genesis-wasm@1.0',
    data: SOURCE,
    'on-boot': 'Data',
  });
  const process = spawned.headers.get('process') ?? '';
  expect((await post({ type: 'Message', target: process, action: 'Add' })).status).toBe(200);
  expect(await here.api.read(`/${process}~process@1.0/now/by`)).toBe(wallet.address);
  await there.api.import(await here.api.export());
  for (const at of pathsOf(process, 1)) expect(await answer(there, at), at).toEqual(await answer(here, at));
});

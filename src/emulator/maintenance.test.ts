/** Pruning and rebuilding, by the local API of a Pocketbeam in Node. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createNodePocketbeam, type NodePocketbeam } from '../integrations/node/node-pocketbeam.ts';
import { openFileKeyValue } from '../store/file.ts';
import type { Key } from '../store/key-value.ts';

const TALLY = `
  Tally = Tally or 0
  Handlers.add('tally', 'Tally', function(msg)
    Tally = Tally + tonumber(msg.Tags.By)
    Send({ device = 'patch@1.0', cache = { tally = Tally, last = { by = msg.Tags.By } } })
    print('tally ' .. Tally)
  end)`;

let data: string;
let beam: NodePocketbeam;
const start = async (): Promise<void> => void (beam = await createNodePocketbeam({ data, snapshots: false }));
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'pocketbeam-maintenance-'));
  await start();
});
afterEach(async () => {
  await beam.close();
  await rm(data, { recursive: true });
});

async function get(path: string): Promise<string> {
  const response = await beam.handle(new Request(`http://node.test${path}`));
  const code = response?.headers.get('pocketbeam-code');
  return code ? `${response?.status} ${code}` : `${response?.status} ${await response?.text()}`;
}

async function tally(process: string, count: number): Promise<string> {
  let slot = 0;
  for (let i = 0; i < count; i++) ({ slot } = await beam.api.message({ process, tags: { Action: 'Tally', By: '3' } }));
  return (await beam.api.result({ process, slot })).output.data;
}

/** Damages the store while nobody has it open. */
async function whileClosed(...damaged: Key[]): Promise<void> {
  await beam.close();
  const kv = await openFileKeyValue(data);
  await kv.write((tx) => {
    for (const key of damaged) tx.put(key, 'nonsense');
    return Promise.resolve();
  });
  await kv.close();
  await start();
}

it('a pruned past is 410, what is kept is as before, and a lost heap is built again', async () => {
  const pid = await beam.api.spawn({ source: TALLY });
  expect(await tally(pid, 20)).toContain('tally 60');
  await beam.api.prune(pid, { before: 15 });
  expect(await get(`/${pid}~process@1.0/compute&slot=14/cache/tally`)).toBe('410 slot-pruned');
  expect(await get(`/${pid}~process@1.0/compute&slot=14/results`)).toBe('410 slot-pruned');
  expect(await get(`/${pid}~process@1.0/push&slot=14`)).toBe('410 slot-pruned');
  await expect(beam.api.result({ process: pid, slot: 14 })).rejects.toMatchObject({
    code: 'slot-pruned',
    details: { slot: 14, kept: 15 },
  });
  expect(await get(`/${pid}~process@1.0/compute&slot=15/cache/tally`)).toBe('200 45');
  expect(await get(`/${pid}~process@1.0/schedule&from=3&to=3`)).toMatch(/^200/);
  await beam.close();
  await start();
  expect(await tally(pid, 1)).toContain('tally 63');
  expect(await get(`/${pid}~process@1.0/compute&slot=17/cache/tally`)).toBe('200 51');
});

it('prunes nothing that a heap is built again from, and says what it needs', async () => {
  const pid = await beam.api.spawn({ module: { source: 'function compute(base) base.results = {} return base end' } });
  await expect(beam.api.prune(pid, { before: 0 })).rejects.toMatchObject({ code: 'needs-history', status: 409 });
  const aos = await beam.api.spawn({ source: TALLY });
  for (const wrong of [{ before: 9 }, { before: '1' }, {}, undefined])
    await expect(beam.api.prune(aos, wrong as never)).rejects.toMatchObject({ code: 'bad-slot' });
  await expect(beam.api.prune('short', { before: 0 })).rejects.toMatchObject({ code: 'bad-process-id' });
  await expect(beam.api.prune('n'.repeat(43), { before: 0 })).rejects.toMatchObject({ code: 'unknown-process' });
  await expect(beam.api.rebuild('n'.repeat(43))).rejects.toMatchObject({ code: 'unknown-process' });
});

it('a damaged process is told, the others go on, and it is computed again from its messages', async () => {
  const [pid, other] = [await beam.api.spawn({ source: TALLY }), await beam.api.spawn({ source: TALLY })];
  for (const process of [pid, other]) await tally(process, 10);
  await whileClosed([pid, 'record', 4], [pid, 'undo', 7], [pid, 'head'], ['head', pid]);
  expect(await get(`/${pid}~process@1.0/compute/cache/tally`)).toBe('500 corrupt-record');
  await expect(beam.api.message({ process: pid, tags: { Action: 'Tally' } })).rejects.toMatchObject({
    code: 'corrupt-record',
  });
  expect(await get(`/${other}~process@1.0/now/cache/tally`)).toBe('200 30');
  await beam.api.rebuild(pid);
  expect(await get(`/${pid}~process@1.0/now/cache/tally`)).toBe('200 30');
  expect(await get(`/${pid}~process@1.0/compute&slot=4/cache/tally`)).toBe('200 12');
  expect(await tally(pid, 1)).toContain('tally 33');
});

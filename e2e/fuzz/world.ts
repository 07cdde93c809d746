/** The instance that the fuzzer asks: processes of both kinds, a module, and a probe that nobody else touches. */
import { createNodePocketbeam, type NodePocketbeam } from '../../src/integrations/node/node-pocketbeam.ts';
import { TEST_KEY } from '../support/sign.ts';
import { AOS, MODULE } from './programs.ts';

export const ORIGIN = 'http://node.test';
/** The stored module of dynamic reads. */
export const MODULE_ID = 'fuzz-module'.padEnd(43, '-');
const AOS_ID = 'fuzz-aos'.padEnd(43, '-');
const PROBE_ID = 'fuzz-probe'.padEnd(43, '-');
const PROBE = `/${PROBE_ID}~process@1.0/compute/cache/count`;

export interface World {
  readonly beam: NodePocketbeam;
  /** Processes so far: those of the beginning, then those that requests have started. */
  readonly processes: string[];
  /** Numbers of three digits that have been sent: any of them may have become the status of a message. */
  readonly said: Set<string>;
  /** What a fixed path is answered with; the same as long as the instance is whole. */
  probe(): Promise<string>;
}

/** @param onError see NodePocketbeamOptions. */
export async function createWorld(strict: boolean, onError: (error: unknown) => void): Promise<World> {
  // A background that computes when it likes would make equal requests differ; a key made on the way takes seconds.
  const beam = await createNodePocketbeam({ strict, wallet: TEST_KEY, fixtures: true, onDemand: true, onError });
  const ask = async (path: string, init?: RequestInit): Promise<Response> => {
    const response = await beam.handle(new Request(ORIGIN + path, init));
    if (!response) throw new Error(`${path} is not ours`);
    return response;
  };
  const body = MODULE.replaceAll('MODULEID', MODULE_ID);
  const module = { id: MODULE_ID, message: { 'content-type': 'application/lua', body } };
  await ask('/~pocketbeam@1.0/store', { method: 'POST', body: JSON.stringify(module) });
  for (const id of [AOS_ID, PROBE_ID]) await beam.api.spawn({ id, source: AOS, anchor: id });
  const started = await ask('/~scheduler@1.0/schedule', { method: 'POST', headers: luaProcess('first') });
  const lua = started.headers.get('process');
  if (lua === null) throw new Error('no process');
  await beam.api.result({ process: lua, slot: 0 });
  return {
    beam,
    processes: [AOS_ID, lua],
    said: new Set(),
    probe: async () => {
      const response = await ask(PROBE);
      return `${response.status} ${await response.text()}`;
    },
  };
}

/** The headers of a POST that starts a process of the stack `lua@5.3a`, `patch@1.0`. */
export const luaProcess = (name: string): Record<string, string> => ({
  ...{ type: 'Process', device: 'process@1.0', 'execution-device': 'stack@1.0', module: MODULE_ID, name },
  ...{ 'device-stack': '"lua@5.3a", "patch@1.0"', 'ao-types': 'device-stack="list"' },
  ...{ 'patch-from': '/results/outbox', 'patch-to': '/cache' },
});

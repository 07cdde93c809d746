/** A whole node in memory with processes of one's own Lua modules, for tests. */
import { encodeHttp } from '../../src/codecs/httpsig.ts';
import { bytesOf, type MapValue, type Value } from '../../src/core/value.ts';
import type { LocalApi } from '../../src/emulator/api.ts';
import { createNodePocketbeam, type NodePocketbeamOptions } from '../../src/integrations/node/node-pocketbeam.ts';

const ORIGIN = 'http://node.test';

export interface StackNode {
  fetch(path: string, init?: RequestInit): Promise<Response>;
  text(path: string): Promise<string>;
  json(path: string): Promise<unknown>;
  /** `<status> <code of the error>`; the code is null for an answer that is none. */
  gist(path: string): Promise<string>;
  /** Spawns a process over HTTP, unsigned; `code` is its module. @returns its id. */
  spawn(code: string, keys?: Record<string, Value>): Promise<string>;
  /** Schedules a message with these tags. */
  send(process: string, tags: Record<string, string>): Promise<Response>;
  /** Schedules any message. */
  post(process: string, message: MapValue): Promise<Response>;
  close(): Promise<void>;
  readonly api: LocalApi;
}

/** A module whose `compute` counts, and puts into the outbox what the Lua text of the tag `run`, given base and request, returns. */
export const RUNNER = `
count = 0
function compute(base, req)
  count = count + 1
  local run = req.body and req.body.run
  base.results = { outbox = run and load(run)(base, req) or { none = { target = 'nobody' } }, output = { data = 'ran' } }
  base.count = count
  return base
end`;

export async function createStackNode(options: NodePocketbeamOptions = {}): Promise<StackNode> {
  const { api, handle, close } = await createNodePocketbeam(options);
  const fetch = async (path: string, init?: RequestInit): Promise<Response> => {
    const response = await handle(new Request(ORIGIN + path, init));
    if (!response) throw new Error(`${path} is not ours`);
    return response;
  };
  const post = async (path: string, message: MapValue): Promise<Response> => {
    const { headers, body } = await encodeHttp(message);
    const bytes = body === undefined ? {} : { body: bytesOf(body) };
    return fetch(path, { method: 'POST', headers: Object.fromEntries(headers), ...bytes });
  };
  return {
    api,
    fetch,
    close,
    text: async (path) => (await fetch(path)).text(),
    json: async (path) => {
      const json = (await (await fetch(`${path}/serialize~json@1.0`)).json()) as Record<string, unknown>;
      delete json.device;
      return json;
    },
    gist: async (path) => {
      const { status, headers } = await fetch(path);
      return `${status} ${headers.get('pocketbeam-code')}`;
    },
    async spawn(code, keys = {}) {
      const module = new Map([
        ['content-type', 'application/lua'],
        ['body', code],
      ]);
      const message = new Map<string, Value>([
        ...Object.entries({
          ...{ device: 'process@1.0', type: 'Process', 'scheduler-device': 'scheduler@1.0' },
          ...{ 'execution-device': 'stack@1.0', 'device-stack': ['lua@5.3a', 'patch@1.0'] as Value },
          ...{ 'patch-from': '/results/outbox', module, ...keys },
        }),
      ]);
      const answer = await post('/~scheduler@1.0/schedule', message);
      const process = answer.headers.get('process');
      if (!process) throw new Error(`not spawned: ${answer.status} ${await answer.text()}`);
      return process;
    },
    send: (process, tags) => post(`/${process}~process@1.0/schedule`, new Map(Object.entries(tags))),
    post: (process, message) => post(`/${process}~process@1.0/schedule`, message),
  };
}

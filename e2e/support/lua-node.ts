/** A node with a Lua engine at hand, for tests of `lua@5.3a`: one counting process and one library. */
import { expect } from 'vitest';
import type { Engine } from '../../src/core/ports/engine.ts';
import type { Store } from '../../src/core/ports/store.ts';
import type { MapValue, Value } from '../../src/core/value.ts';
import { ProcessComputer } from '../../src/devices/process-computer.ts';
import { createHandler } from '../../src/http/handle.ts';
import { createLuaEngine } from '../../src/lua/engine.ts';
import { MemoryKeyValue } from '../../src/store/memory.ts';
import { createStore } from '../../src/store/process-store.ts';
import { map } from './test-node.ts';

export const COUNTER = 'counter'.padEnd(43, '-');
export const OTHER = 'other'.padEnd(43, '-');
export const LIB = 'library'.padEnd(43, '-');
export const NOWHERE = 'nowhere'.padEnd(43, '-');

export const lua = (body: string): MapValue => map({ 'content-type': 'application/lua', body });

export const LIBRARY = `
calls = 0
function sum(base, req)
  calls = calls + 1
  return { sum = (base.total or 0) + (tonumber(req.plus) or 0), calls = calls, kind = math.type(req.plus) or type(req.plus) }
end
function hello(base, req) return 'hello ' .. (req.name or 'you') end
function page(base) return { ['content-type'] = 'text/html', body = '<i>' .. base.total .. '</i>' } end
function seen(base, req, opts) return { keys = #base['device-stack'], me = req.path, opts = type(opts), who = req['x-who'], at = base['at-slot'], results = type(base.results), process = base.process.type } end
function teapot() return 'error', { status = 418, body = 'short and stout' } end
function sorry() return 'error', 'not today' end
function odd() return 'missing', { body = 'gone' } end
function fails() error('on purpose') end
function loops() while true do pcall(function() end) end end
function nothing() end
function truth() return true end
function list() return { 'a', 'b' } end
function deep() return { { 1 }, n = { list = { 'x', { y = 1 } } } } end
function whole(base) base.extra = 'e' return base end
function cache() return 'hidden by the key' end
function get() return 'my own get' end
function given(a, b) return { a = a, b = b } end
function private(base) return { found = tostring(base.private) } end
function clock() return os.time() > 1000 and 'now' or 'never' end
`;

/** Counts messages, and runs the code that they bring. */
export const PROGRAM = `
runs = 0
function compute(base, req)
  runs = runs + 1
  local message = req.body or {}
  base.total = (base.total or 0) + 1
  base.cache = { total = base.total }
  if message.code then base.cache.said = load(message.code)(base, req) end
  base.results = { output = { data = 'ran ' .. runs } }
  return base
end
function double(base) return { double = base.total * 2, runs = runs } end
function other(base, req) base.cache = { called = 'other', with = type(req) } base.results = {} return base end
`;

interface Asking {
  strict?: boolean;
  headers?: Record<string, string>;
}

export class LuaNode {
  readonly store: Store = createStore(new MemoryKeyValue());
  readonly engine: Engine = createLuaEngine({ gas: 5_000_000 });
  computer = new ProcessComputer(this.store, this.engine);
  #sent = 0;

  async spawn(process: string, keys: Record<string, Value>): Promise<void> {
    const message = map({
      ...{ device: 'process@1.0', type: 'Process', 'execution-device': 'stack@1.0' },
      ...{ 'device-stack': ['lua@5.3a', 'patch@1.0'], 'patch-from': '/results/outbox', module: lua(PROGRAM), ...keys },
    });
    const draft = { id: process, message, timestamp: 7, height: 1, anchor: process, claims: {} };
    await this.store.create(process, process, draft);
    await this.computer.compute(process, 0);
  }

  /** Schedules a message, which nobody computes yet. @returns its slot. */
  async schedule(process: string, keys: Record<string, Value>): Promise<number> {
    return (await this.take(process, keys)).slot;
  }

  /** The same, with what whoever computes it at once need not read. */
  take(process: string, keys: Record<string, Value>): ReturnType<Store['append']> {
    const anchor = `anchor ${++this.#sent}`;
    const id = `message-${this.#sent}`.padEnd(43, '-');
    const draft = { id, message: map(keys), timestamp: 7, height: 1, anchor, claims: {} };
    return this.store.append(process, draft);
  }

  /** Sends a message to a process and computes it. */
  async send(process: string, keys: Record<string, Value>): Promise<number> {
    const slot = await this.schedule(process, keys);
    await this.computer.compute(process, slot);
    return slot;
  }

  async fetched(path: string, { strict = false, headers = {} }: Asking = {}): Promise<Response> {
    const handle = createHandler({ store: this.store, computer: this.computer, mode: 'node', strict });
    const response = await handle(new Request(`http://node.example${path}`, { headers }));
    if (!response) throw new Error('not ours');
    return response;
  }

  /** What a path leads to as JSON, without the device that writes it. */
  async json(path: string, options?: Asking): Promise<Record<string, unknown>> {
    const response = await this.fetched(`${path}/serialize~json@1.0`, options);
    const { device, ...rest } = (await response.json()) as Record<string, unknown>;
    expect([response.status, device]).toEqual([200, 'json@1.0']);
    return rest;
  }

  async body(path: string): Promise<string> {
    return (await this.fetched(path)).text();
  }

  /** `<status> <code>` of an error. */
  async failure(path: string, options?: Asking): Promise<string> {
    const response = await this.fetched(path, options);
    return `${response.status} ${response.headers.get('pocketbeam-code')}`;
  }
}

/** With the process `COUNTER` at slot 0 and the library in the store. */
export async function createLuaNode(): Promise<LuaNode> {
  const node = new LuaNode();
  await node.store.putMessage(LIB, lua(LIBRARY));
  await node.spawn(COUNTER, {});
  return node;
}

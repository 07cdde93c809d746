/** `lua@5.3a`: a process' own Lua modules (spec/aos.md §6). */
import { PocketbeamError } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import type { LuaAnswer, LuaModule } from '../core/ports/engine.ts';
import type { Assignment, Store } from '../core/ports/store.ts';
import { isList, isMap, type MapValue, type Message, type Value } from '../core/value.ts';
import { catchUp, SlotFailure, terminationOf, type Job } from './execution.ts';
import { assignmentMessage } from './scheduler.ts';

/**
 * Runs `compute` of the process' modules on a slot.
 * @param baseBefore what the first device of the stack was given in an earlier slot, for replays.
 * @throws SlotFailure
 */
export async function computeLua(
  job: Job,
  base: Message,
  baseBefore: (job: Job, assignment: Assignment, state: MapValue) => Message,
): Promise<Message> {
  const { engine, store, process, definition, assignment } = job;
  const modules = await modulesOf(definition.message, store).catch((error: unknown) => {
    throw error instanceof PocketbeamError ? new SlotFailure({ code: error.code, message: error.message }) : error;
  });
  const call = (one: Assignment, state: Message): Promise<LuaAnswer> =>
    engine.call(process, one.slot, {
      ...{ modules, function: 'compute', timestamp: one.timestamp },
      parameters: [withLists(state), withLists(assignmentMessage(process, one)), new Map()],
    });
  await catchUp(job, async (earlier) => {
    const before = await store.read(process, [], earlier.slot - 1);
    await call(earlier, baseBefore(job, earlier, isMap(before?.value) ? before.value : new Map<string, Value>()));
  });
  let answer: LuaAnswer;
  try {
    answer = await call(assignment, base);
  } catch (error) {
    throw new SlotFailure(terminationOf(error));
  }
  if ('error' in answer) throw new SlotFailure(answer.error);
  if (answer.status === 'ok' && isMap(answer.value)) return answer.value;
  throw new SlotFailure({
    code: 'invalid-result',
    message: `compute returned ${answer.status} and no table: return base with results set.`,
  });
}

/**
 * Maps with exactly the keys 1 … n are lists once they have been through Lua, deep inside too, whether or not the program
 * touches them. What holds none comes back as the same object.
 */
function withLists(value: Value): Value {
  if (isList(value)) {
    const items = value.map(withLists);
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  if (!isMap(value) || value.size === 0) return value;
  const entries = [...value].map(([key, item]): [string, Value] => [key, withLists(item)]);
  if (value.has('1')) {
    const map = new Map(entries);
    const items = Array.from({ length: map.size }, (_, i) => map.get(String(i + 1)));
    if (items.every((item) => item !== undefined)) return items;
  }
  return entries.some(([key, item]) => item !== value.get(key)) ? new Map(entries) : value;
}

const LUA_TYPES = new Set(['application/lua', 'text/x-lua']);

/**
 * The modules that a message names under `module`: an id of a stored one, a message with Lua text, a list or a map of
 * these.
 * @throws PocketbeamError `no-module`, `unknown-message`.
 */
export async function modulesOf(message: Message, store: Store): Promise<LuaModule[]> {
  const module = message.get('module');
  const modules = module === undefined ? [] : await load(module, 'module', store);
  if (modules.length === 0)
    throw new PocketbeamError('no-module', 'lua@5.3a finds no module to run.', {
      next: 'Give the process a `module`: a message with content-type application/lua and the source as its body.',
    });
  return modules;
}

async function load(module: Value, name: string, store: Store): Promise<LuaModule[]> {
  if (typeof module === 'string' && isId(module)) {
    const stored = await store.message(module);
    if (!stored)
      throw new PocketbeamError('unknown-message', `The module ${module} is not in the store.`, { status: 404 });
    return load(stored, module, store);
  }
  if (typeof module === 'string') return [{ name, source: module }];
  if (isMap(module) && LUA_TYPES.has(String(module.get('content-type')))) {
    const source = module.get('body') ?? module.get('data');
    const own = module.get('name');
    return typeof source === 'string' ? [{ name: typeof own === 'string' ? own : name, source }] : [];
  }
  const parts = isList(module) ? module : isMap(module) ? [...module].sort(byKey).map(([, part]) => part) : [];
  return (await Promise.all(parts.map((part, i) => load(part, `${name} ${i + 1}`, store)))).flat();
}

const byKey = ([a]: [string, Value], [b]: [string, Value]): number => (a < b ? -1 : 1);

/** `lua@5.3a`: a process' own Lua modules (spec/aos.md §6). */
import { PocketbeamError } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import type { LuaModule } from '../core/ports/engine.ts';
import type { Store } from '../core/ports/store.ts';
import { isList, isMap, type Message, type Value } from '../core/value.ts';

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

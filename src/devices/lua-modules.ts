/** What a message says about the Lua it runs: its modules, its sandbox, the devices it may ask (spec/aos.md §6). */
import { PocketbeamError } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import type { LuaModule, LuaReplacement } from '../core/ports/engine.ts';
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
      next: 'Name one: `module` is the id of a stored message with content-type application/lua, or that message itself.',
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

/** What `sandbox=true` takes away. Most of it this engine does not have at all; `load` and `require` it has. */
const DANGEROUS: readonly string[] = [
  ...['io', 'file', 'package', 'loadfile', 'require', 'dofile', 'load', 'loadstring'],
  ...['os.execute', 'os.exit', 'os.getenv', 'os.remove', 'os.rename', 'os.tmpname'],
];

/**
 * The globals that a message's `sandbox` replaces once its modules have run: of `true` the dangerous ones, of a list the
 * names in it, by the text "sandboxed" (so that calling one fails); a map says by what. A name is a path: `os.getenv` or
 * `os/getenv`. Texts count as what they name, since a header cannot hold `true`.
 */
export function sandboxOf(message: Message): LuaReplacement[] {
  const sandbox = message.get('sandbox');
  if (sandbox === true || sandbox === 'true') return DANGEROUS.map((name) => replacement(name));
  if (isList(sandbox)) return sandbox.flatMap((name) => (typeof name === 'string' ? [replacement(name)] : []));
  return isMap(sandbox) ? [...sandbox].map(([name, value]) => replacement(name, value)) : [];
}

const replacement = (name: string, value: Value = 'sandboxed'): LuaReplacement => ({
  path: name.split(/[./]/).filter((part) => part !== ''),
  value,
});

/** The devices that a message's program may ask by `ao.resolve`: all, or those of `device-sandbox`. */
export function devicesOf(message: Message): ReadonlySet<string> | undefined {
  const devices = message.get('device-sandbox');
  return isList(devices) ? new Set(['message@1.0', ...devices.map(String)]) : undefined;
}

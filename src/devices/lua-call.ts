/** What of a message becomes the call of a Lua function (spec/aos.md §6). */
import type { LuaCall } from '../core/ports/engine.ts';
import type { Store } from '../core/ports/store.ts';
import { isList, isMap, type MapValue, type Message, type Value } from '../core/value.ts';
import { modulesOf, sandboxOf } from './lua-modules.ts';

/** The part of a call that stays the same when its questions have been answered. */
export type OpenCall = Omit<LuaCall, 'resolved'>;

/**
 * The call that a request makes of a message: the function and the parameters are those that the body of the request
 * names, the request, or the base; else `key`, of `base`, `request` and options.
 * @param definition names the modules and the sandbox.
 * @param key undefined: nothing is called, the modules are only loaded.
 * @throws PocketbeamError as {@link modulesOf}.
 */
export async function callOf(
  { definition, base, request, key }: { definition: Message; base: Message; request: Message; key: string | undefined },
  timestamp: number,
  store: Store,
): Promise<OpenCall> {
  const body = request.get('body');
  const places = [...(isMap(body) ? [body] : []), request, base];
  const named = first(places, 'function');
  return {
    modules: await modulesOf(definition, store),
    sandbox: sandboxOf(definition),
    function: key === undefined ? undefined : typeof named === 'string' ? named : key,
    parameters: parametersOf(first(places, 'parameters')) ?? [base, request, new Map()],
    timestamp,
  };
}

const first = (places: readonly Message[], key: string): Value | undefined =>
  places.find((place) => place.has(key))?.get(key);

/** A list, or a map that is numbered like one; anything else is the only parameter. */
function parametersOf(value: Value | undefined): readonly Value[] | undefined {
  if (value === undefined) return undefined;
  const list = withLists(value);
  return isList(list) ? list : [list];
}

/**
 * A copy of a value as it has been through Lua: maps with exactly the keys 1 … n are lists, deep inside too, whether or not
 * the program touches them.
 */
export function withLists(value: Value): Value {
  if (isList(value)) return value.map(withLists);
  if (!isMap(value)) return value;
  if (value.has('1')) {
    const items = Array.from({ length: value.size }, (_, i) => value.get(String(i + 1)));
    if (items.every((item) => item !== undefined)) return items.map(withLists);
  }
  const copy: MapValue = new Map();
  for (const [key, item] of value) copy.set(key, typeof item === 'object' ? withLists(item) : item);
  return copy;
}

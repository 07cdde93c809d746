/**
 * `.dispatch`: which handlers a message comes to (spec/aos.md §3). Native because most handlers do not fit most messages.
 * Patterns that are functions of the program are left to Lua code, where they may yield.
 */
import { checkIndex, checkTable, isTruthy } from '../lib/arguments.ts';
import { type NativeBody, NativeFunction, type Runtime } from '../native.ts';
import { rawEquals } from '../number/int64.ts';
import { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { field, keys, setField } from './fields.ts';
import { nativeModule } from './native-module.ts';
import { Unchanged } from './unchanged.ts';

const inMessage = keys('Action');
const inEntry = keys('name', 'pattern', 'handle');

/** Characters that make a Lua pattern of a string. */
const MAGIC = /[$%()*+.?[\]^]/;
const UPPER = /[A-Z]/g;
const lower = (text: string): string => text.replace(UPPER, (letter) => letter.toLowerCase());

/** isEval(msg): whether the message is code of the owner. An unsigned message comes from nobody, and nobody is no owner. */
const isEval = new NativeFunction('aos.isEval', (rt, args) => {
  if (inMessage.Action.of(rt, args[0]) !== 'Eval') return false;
  const from = field(rt, args[0], 'From');
  return from !== '' && rawEquals(field(rt, rt.globals, 'Owner'), from);
});

/** Whether a message fits a table of plain texts; undefined when that takes more than comparing them. */
function fitsTexts(rt: Runtime, message: LuaValue, spec: LuaTable): boolean | undefined {
  if (spec.metatable !== undefined) return undefined;
  for (let at = spec.positionFrom(0); at >= 0; at = spec.following(at)) {
    const wanted = spec.valueAt(at);
    if (typeof wanted !== 'string') return undefined;
    const value = rt.index(message, spec.keyAt(at));
    if (!isTruthy(value)) return false;
    if (wanted === '_') continue;
    if (typeof value !== 'string' || MAGIC.test(wanted)) return undefined;
    if (wanted !== value && (wanted.length !== value.length || lower(wanted) !== lower(value))) return false;
  }
  return true;
}

/** Whether a message fits a pattern; undefined for one that has to be asked from Lua. */
function fits(rt: Runtime, message: LuaValue, pattern: LuaValue): boolean | undefined {
  if (typeof pattern === 'string') return inMessage.Action.of(rt, message) === pattern;
  if (pattern === isEval) return inMessage.Action.of(rt, message) === 'Eval' ? undefined : false;
  return pattern instanceof LuaTable ? fitsTexts(rt, message, pattern) : undefined;
}

/** Gas of a handler that is passed over. */
const LOOK = 4;

/**
 * seek(list, from, msg [, env]): the first place from `from` on whose handler may take the message, negative where it surely
 * fits. Nothing at the end of the list. Passes over `_default`. False where `env` is given and one of both is no table.
 */
const seek: NativeBody = (rt, args) => {
  if (args.length > 3 && !(args[2] instanceof LuaTable && args[3] instanceof LuaTable)) return false;
  const list = checkTable(rt, args, 1);
  for (let at = checkIndex(rt, args, 2); ; at++) {
    const entry = list.metatable === undefined ? list.getInteger(at) : rt.index(list, at);
    if (!isTruthy(entry)) return undefined;
    rt.charge(LOOK);
    if (inEntry.name.of(rt, entry) === '_default') continue;
    const decided = fits(rt, args[2], inEntry.pattern.of(rt, entry));
    if (decided !== false) return decided === true ? -at : at;
  }
};

/** `_eval` and `_default` of a list get the runtime's own pattern and handles. Returns which of them are there. */
function own(rt: Runtime, list: LuaTable, evalHandle: LuaValue, defaultHandle: LuaValue): [boolean, boolean] {
  let hasEval = false;
  let hasDefault = false;
  const length = rt.length(list);
  for (let at = 1; typeof length === 'number' && at <= length; at++) {
    const entry = rt.index(list, at);
    const name = inEntry.name.of(rt, entry);
    const isDefault = name === '_default';
    if (!isDefault && name !== '_eval') continue;
    if (isDefault) hasDefault = true;
    else hasEval = true;
    // Written only where it differs: a write costs a place in the journal of the message.
    if (!isDefault && inEntry.pattern.of(rt, entry) !== isEval) setField(rt, entry, 'pattern', isEval);
    const handle = isDefault ? defaultHandle : evalHandle;
    if (inEntry.handle.of(rt, entry) !== handle) setField(rt, entry, 'handle', handle);
  }
  rt.charge(LOOK * list.array.length);
  return [hasEval, hasDefault];
}

/** Lists of handlers that {@link own} found in order. */
const inOrder = new Unchanged<true>();

/** Whether a list has both `_eval` and `_default`. Afterwards they are the runtime's own: see {@link own}. */
export function areOwn(rt: Runtime, list: LuaTable, evalHandle: LuaValue, defaultHandle: LuaValue): boolean {
  if (inOrder.of(list)) {
    rt.charge(LOOK * list.array.length);
    return true;
  }
  const [hasEval, hasDefault] = own(rt, list, evalHandle, defaultHandle);
  const entries = list.array.filter((entry) => entry instanceof LuaTable);
  if (hasEval && hasDefault && [list, ...entries].every(({ metatable }) => metatable === undefined))
    inOrder.keep(list, entries, true);
  return hasEval && hasDefault;
}

/** installed(list, eval, default): whether `_eval` and `_default` are in the list, each a boolean; see {@link own}. */
const installed: NativeBody = (rt, args) => own(rt, checkTable(rt, args, 1), args[1], args[2]);

const functions = nativeModule('aos.dispatch', { seek, installed });

/** The module table: `seek`, `installed`, `isEval`. */
export function createDispatch(rt: Runtime): LuaTable {
  const table = functions(rt);
  table.setString('isEval', isEval);
  return table;
}

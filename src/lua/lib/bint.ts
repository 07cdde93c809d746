/**
 * The `.bint` module of aos programs over BigInt: `require('.bint')(256)` gives the integers of 256 bits. The functions
 * follow the documentation of lua-bint; `/` and `^` give floats, everything else wraps at the width.
 */
import type { Runtime } from '../native.ts';
import { LuaTable } from '../table.ts';
import type { LuaFunction } from '../value.ts';
import { arithmetic, type BintBody } from './bint-arithmetic.ts';
import { bitOperations } from './bint-bits.ts';
import { checkWidth, conversions } from './bint-convert.ts';
import { Bints } from './bint-value.ts';
import { defineNativeClosure, type NativeClosure } from './native-closure.ts';

const modules = new WeakMap<LuaTable, Bints>();

/** @param state of the functions of one module, which programs do not reach */
function bintsOf(rt: Runtime, state: LuaTable): Bints {
  let bints = modules.get(state);
  if (bints === undefined) {
    const table = state.getString('module');
    bints = new Bints(rt, table instanceof LuaTable ? table : state, Number(state.getString('bits')));
    modules.set(state, bints);
  }
  return bints;
}

/** Functions that change their first argument: `_add` for `__add`, `_inc` for `inc`, … */
function inPlace(body: BintBody): BintBody {
  return (bints, args) => {
    const target = args[0];
    if (!bints.isBint(target)) throw bints.rt.argError(1, 'bint expected');
    bints.assign(target, bints.need(body(bints, args) as LuaTable));
    return target;
  };
}

const functions: Record<string, BintBody> = { ...conversions, ...arithmetic, ...bitOperations };
for (const name of ['inc', 'dec', 'abs', 'bwrap']) functions[`_${name}`] = inPlace(functions[name]!);
for (const name of ['add', 'sub', 'unm', 'band', 'bor', 'bxor', 'bnot']) {
  functions[`_${name}`] = inPlace(functions[`__${name}`]!);
}
functions['_assign'] = inPlace((bints, args) => bints.make(bints.need(args[1])));

/** State of each function: the module table and its width, whatever a program makes of the module's field `bits`. */
const closures = new Map<string, (state: LuaTable) => NativeClosure>();
for (const [name, body] of Object.entries(functions)) {
  closures.set(
    name,
    defineNativeClosure(`bint.${name}`, (rt, state, args) => body(bintsOf(rt, state), args)),
  );
}

const construct = defineNativeClosure('bint.__call', (rt, state, args) =>
  functions['new']!(bintsOf(rt, state), args.slice(1)),
);

function createNumbers(rt: Runtime, bits: number): LuaTable {
  const table = rt.newTable();
  table.setString('bits', bits);
  const state = rt.newTable();
  state.setString('module', table);
  state.setString('bits', bits);
  for (const [name, make] of closures) table.setString(name, make(state));
  table.setString('__index', table);
  const metatable = rt.newTable();
  metatable.setString('__call', construct(state));
  table.setMetatable(metatable);
  return table;
}

/** `require('.bint')`: the modules made so far are its state, by width, so that each width has one metatable. */
const library = defineNativeClosure('bint', (rt, state, args) => {
  const bits = checkWidth({ rt }, args);
  const known = state.getInteger(bits);
  if (known instanceof LuaTable) return known;
  const made = createNumbers(rt, bits);
  state.setInteger(bits, made);
  return made;
});

/** The value that `require('.bint')` returns: a function from the width in bits (default 256) to the module table. */
export function createBint(rt: Runtime): LuaFunction {
  return library(rt.newTable());
}

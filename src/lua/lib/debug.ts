/** `debug.traceback` and `debug.getinfo` (manual §6.10); the rest of the library would break the sandbox. */
import { shortSource } from '../compiler/chunk-name.ts';
import { Activation, activations, countActivations, currentLine } from '../interpreter/activations.ts';
import { LuaClosure } from '../interpreter/closure.ts';
import { toText } from '../interpreter/concat.ts';
import { Coroutine } from '../interpreter/coroutine.ts';
import { traceback as describeStack } from '../interpreter/traceback.ts';
import type { Library, NativeResult, Runtime } from '../native.ts';
import type { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { checkIndex, isFunction, optIndex, optString } from './arguments.ts';
import { interpreter } from './base.ts';

/** The coroutine meant, and the arguments after it. */
function target(rt: Runtime, args: LuaValue[]): { coroutine: Coroutine; rest: LuaValue[]; own: boolean } {
  const running = interpreter(rt).coroutine;
  if (args[0] instanceof Coroutine) return { coroutine: args[0], rest: args.slice(1), own: args[0] === running };
  return { coroutine: running, rest: args, own: true };
}

function traceback(rt: Runtime, args: LuaValue[]): NativeResult {
  const { coroutine, rest, own } = target(rt, args);
  const message = toText(rest[0]);
  if (message === undefined && rest[0] !== undefined) return rest[0];
  const vm = interpreter(rt);
  const level = optIndex(rt, args, args.length - rest.length + 2, own ? 1 : 0);
  const text = describeStack(coroutine, {
    message,
    level,
    running: own ? vm.native : coroutine.failedIn,
    named: vm.loaded,
  });
  rt.charge(text.length);
  return text;
}

function getinfo(rt: Runtime, args: LuaValue[]): NativeResult {
  const { coroutine, rest, own } = target(rt, args);
  const offset = args.length - rest.length;
  const what = optString(rt, args, offset + 2, 'flnStu');
  if (/[^SlnrutLf]/.test(what)) throw rt.argError(offset + 2, 'invalid option');
  const vm = interpreter(rt);
  let activation: Activation | undefined;
  if (isFunction(rest[0])) activation = new Activation(rest[0]);
  else {
    const level = checkIndex(rt, args, offset + 1);
    const running = own ? vm.native : coroutine.failedIn;
    if (level >= 0) [activation] = activations(coroutine, running, level);
    // The host's call, below the main chunk.
    if (level === countActivations(coroutine, running) && coroutine.isMain) activation = new Activation(undefined);
  }
  if (activation === undefined) return undefined;
  return describe(rt, activation, what);
}

function describe(rt: Runtime, activation: Activation, what: string): LuaTable {
  const { fn, frame } = activation;
  const info = rt.newTable();
  const closure = fn instanceof LuaClosure ? fn : undefined;
  if (what.includes('S')) addSource(info, closure);
  if (what.includes('l')) info.setString('currentline', frame === undefined ? -1 : currentLine(frame));
  if (what.includes('u')) {
    info.setString('nups', closure?.upvalues.length ?? 0);
    info.setString('nparams', closure?.proto.parameterCount ?? 0);
    info.setString('isvararg', closure?.proto.isVararg ?? true);
  }
  if (what.includes('n')) {
    const { name } = activation;
    info.setString('name', name?.name);
    info.setString('namewhat', name?.what ?? '');
  }
  if (what.includes('t')) info.setString('istailcall', activation.isTail);
  if (what.includes('L') && closure !== undefined) info.setString('activelines', activeLines(rt, closure));
  if (what.includes('f')) info.setString('func', fn);
  return info;
}

function addSource(info: LuaTable, closure: LuaClosure | undefined): void {
  const source = closure?.proto.source ?? '=[C]';
  info.setString('source', source);
  info.setString('short_src', shortSource(source));
  info.setString('linedefined', closure?.proto.lineDefined ?? -1);
  info.setString('lastlinedefined', closure?.proto.lastLineDefined ?? -1);
  info.setString('what', closure === undefined ? 'C' : closure.proto.lineDefined === 0 ? 'main' : 'Lua');
}

function activeLines(rt: Runtime, closure: LuaClosure): LuaTable {
  const lines = rt.newTable();
  for (const line of closure.proto.lines) lines.setInteger(line, true);
  return lines;
}

export const debugLibrary: Library = { name: 'debug', functions: { getinfo, traceback } };

/** Tracebacks (`luaL_traceback` of Lua 5.3). */
import { shortSource } from '../compiler/chunk-name.ts';
import { NativeFunction } from '../native.ts';
import type { LuaTable } from '../table.ts';
import type { LuaFunction } from '../value.ts';
import { type Activation, activations, countActivations, currentLine } from './activations.ts';
import { LuaClosure } from './closure.ts';
import type { Coroutine } from './coroutine.ts';

/** Levels shown at the top and at the bottom of a long traceback. */
const FIRST = 10;
const LAST = 11;

export interface TracebackOptions {
  readonly message: string | undefined;
  /** 0 is the innermost function. */
  readonly level: number;
  readonly running: NativeFunction | undefined;
  /** Tables searched for names of global functions, the globals first. */
  readonly named: ReadonlyMap<string, LuaTable>;
}

export function traceback(coroutine: Coroutine, options: TracebackOptions): string {
  const { message, level, running, named } = options;
  const lines = (skip: number, limit = Infinity): string[] => {
    const described: string[] = [];
    for (const activation of activations(coroutine, running, skip)) {
      if (described.length === limit) return described;
      described.push(describeLevel(activation, named));
    }
    // Below the main chunk the host's call shows, as the C main of the `lua` program does.
    if (coroutine.isMain && described.length < limit) described.push('\n\t[C]: in ?');
    return described;
  };
  const end = countActivations(coroutine, running) + (coroutine.isMain ? 1 : 0);
  const shown =
    end - level > FIRST + LAST + 1 ? [...lines(level, FIRST), '\n\t...', ...lines(end - LAST)] : lines(level);
  return `${message === undefined ? '' : `${message}\n`}stack traceback:${shown.join('')}`;
}

function describeLevel(activation: Activation, named: ReadonlyMap<string, LuaTable>): string {
  const { fn, frame } = activation;
  const place = frame === undefined ? '[C]:' : `${shortSource((fn as LuaClosure).proto.source)}:${currentLine(frame)}:`;
  return `\n\t${place} in ${describeFunction(activation, named)}${activation.isTail ? '\n\t(...tail calls...)' : ''}`;
}

function describeFunction({ fn, name }: Activation, named: ReadonlyMap<string, LuaTable>): string {
  const global = fn === undefined ? undefined : globalName(fn, named);
  if (global !== undefined) return `function '${global}'`;
  if (name !== undefined) return `${name.what} '${name.name}'`;
  if (!(fn instanceof LuaClosure)) return '?';
  const { proto } = fn;
  return proto.lineDefined === 0 ? 'main chunk' : `function <${shortSource(proto.source)}:${proto.lineDefined}>`;
}

/** `string.rep`, `print`: the name of a function that a loaded library or the globals hold. */
export function globalName(fn: LuaFunction, named: ReadonlyMap<string, LuaTable>): string | undefined {
  if (fn instanceof NativeFunction && holds(fn, named)) return fn.name;
  for (const [library, table] of named) {
    for (const [key, value] of table.entries()) {
      if (value === fn && typeof key === 'string') return library === '_G' ? key : `${library}.${key}`;
    }
  }
  return undefined;
}

/** Whether a native is still where its name says. */
function holds(fn: NativeFunction, named: ReadonlyMap<string, LuaTable>): boolean {
  const dot = fn.name.indexOf('.');
  const library = dot < 0 ? '_G' : fn.name.slice(0, dot);
  return named.get(library)?.getString(fn.name.slice(dot + 1)) === fn;
}

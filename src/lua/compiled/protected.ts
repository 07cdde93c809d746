/** Protected calls between compiled functions. */
import { CONTROL } from '../gas.ts';
import { pushMarker } from '../interpreter/calls.ts';
import { LuaClosure } from '../interpreter/closure.ts';
import type { Coroutine } from '../interpreter/coroutine.ts';
import { PROTECTED_CALL, TO_REGISTERS } from '../interpreter/frame.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import { recover } from '../interpreter/unwind.ts';
import { pcall } from '../lib/protected-calls.ts';
import { NativeFunction } from '../native.ts';
import type { LuaValue } from '../value.ts';
import { type Compiled, FAILED, MANY, MAX_NESTING, type Outcome, PROTECTED_ENTRY, SUSPENDED } from './convention.ts';
import { finish, takeFailure } from './finish.ts';
import { callNative } from './natives.ts';
import { directCode } from './tier.ts';

/** What `pcall` can call without the interpreter: compiled functions and plain natives. */
type Protectable = LuaClosure | NativeFunction;

export function canProtect(vm: Interpreter, target: LuaValue): target is Protectable {
  if (target instanceof LuaClosure) {
    return (
      (target.proto.direct !== undefined && vm.nesting < MAX_NESTING) || directCode(vm, target.proto) !== undefined
    );
  }
  return target instanceof NativeFunction && !target.isControl;
}

function invoke(vm: Interpreter, co: Coroutine, fn: Protectable, func: number, args: readonly LuaValue[]): Outcome {
  if (!(fn instanceof LuaClosure)) return callNative(vm, co, fn, func, -1, args.slice(1));
  const code = fn.proto.direct as Compiled;
  return args.length <= 4
    ? code(vm, co, fn, func, PROTECTED_ENTRY, args[1], args[2], args[3])
    : code(vm, co, fn, func, PROTECTED_ENTRY, ...args.slice(1));
}

/** `pcall` from compiled code: errors are caught here, so the code around goes on. */
export function callProtected(
  vm: Interpreter,
  co: Coroutine,
  target: Protectable,
  func: number,
  wanted: number,
  args: readonly LuaValue[],
): Outcome {
  const { depth } = co;
  const { nesting } = vm;
  vm.charge(CONTROL);
  pushMarker(vm, co, PROTECTED_CALL, pcall, func, args.length, func, wanted, TO_REGISTERS);
  let outcome: Outcome = MANY;
  let failure: unknown;
  try {
    outcome = invoke(vm, co, target, func + 1, args);
    if (outcome === MANY && vm.returned === FAILED) failure = takeFailure(vm);
  } catch (error) {
    vm.nesting = nesting;
    vm.returned = FAILED;
    failure = error;
  }
  if (outcome !== MANY || vm.returned >= 0) {
    co.depth = depth;
    co.stack[func] = true;
    if (outcome === MANY) vm.returned++;
    else {
      co.stack[func + 1] = outcome;
      vm.returned = 2;
    }
    return MANY;
  }
  if (vm.returned === SUSPENDED) return MANY;
  if (vm.returned === FAILED) recover(vm, failure, co, depth);
  if (!finish(vm, co, depth)) return MANY;
  vm.returned = wanted < 0 ? co.top - func : wanted;
  return MANY;
}

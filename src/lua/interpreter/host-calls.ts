/** Calls of Lua by the host and by natives: how they begin in either tier, and how they end whatever happens. */
import { type Compiled, FAILED, HOST_ENTRY, MANY, type Outcome } from '../compiled/convention.ts';
import { takeFailure } from '../compiled/finish.ts';
import { directCode } from '../compiled/tier.ts';
import { type Callback, type NativeFunction, NONE } from '../native.ts';
import type { LuaValue } from '../value.ts';
import { callAt, reserve } from './calls.ts';
import { LuaClosure } from './closure.ts';
import type { Coroutine } from './coroutine.ts';
import { TO_HOST } from './frame.ts';
import type { Interpreter } from './interpreter.ts';
import { execute } from './run.ts';
import { recover } from './unwind.ts';

/** What the instruction loop takes of JavaScript's stack, in the unit of {@link Interpreter.nesting}. */
export const LOOP_NESTING = 250;

/**
 * Calls of one function by a native or by the host. What they need is prepared once and put back at the {@link end}, which
 * has to follow whatever happens.
 */
export class HostCalls implements Callback {
  private readonly coroutine: Coroutine;
  private readonly caller: NativeFunction | undefined;
  private readonly nativeArguments: readonly LuaValue[];
  private readonly nesting: number;
  private readonly depth: number;
  private readonly top: number;
  /** Stack place of the function. */
  private readonly func: number;
  /** The function's code, once it has some that can be called from here. */
  private code: Compiled | undefined = undefined;
  private isFinished = true;

  constructor(
    private readonly vm: Interpreter,
    private readonly fn: LuaValue,
    private readonly count: number,
  ) {
    const { coroutine, native, nativeArguments, nesting } = vm;
    this.coroutine = coroutine;
    this.caller = native;
    this.nativeArguments = nativeArguments;
    this.nesting = nesting;
    this.depth = coroutine.depth;
    this.top = coroutine.top;
    this.func = coroutine.extent();
    if (native !== undefined) vm.waitingArguments.push(nativeArguments);
    coroutine.boundaries++;
    vm.nesting += LOOP_NESTING;
  }

  call(a: LuaValue, b?: LuaValue): LuaValue {
    const outcome = this.invoke(a, b, undefined, NONE);
    return outcome === MANY ? this.takeResults()[0] : outcome;
  }

  /** A call with all its results. The first three arguments are `a`, `b` and `c`, those beyond come from `args`. */
  callForAll(args: readonly LuaValue[]): readonly LuaValue[] {
    const outcome = this.invoke(args[0], args[1], args[2], args);
    return outcome === MANY ? this.takeResults() : [outcome];
  }

  /**
   * Runs a call to its end, whatever frames and coroutines it goes through. The first three arguments are `a`, `b` and `c`,
   * those beyond come from `args`. Gives the one result of compiled code, or {@link MANY} and `vm.hostResults`.
   */
  private invoke(a: LuaValue, b: LuaValue, c: LuaValue, args: readonly LuaValue[]): Outcome {
    const { vm } = this;
    this.isFinished = false;
    if (this.code === undefined) this.prepare();
    vm.native = undefined;
    vm.via = this.caller;
    let outcome: Outcome = MANY;
    try {
      if (this.code === undefined) this.run(a, b, c, args);
      else {
        outcome = this.code(vm, this.coroutine, this.fn as LuaClosure, this.func, HOST_ENTRY, a, b, c);
        if (outcome === MANY) this.takeReturned();
      }
    } catch (error) {
      this.goOn(error);
    }
    vm.native = this.caller;
    vm.nativeArguments = this.nativeArguments;
    this.isFinished = true;
    return outcome;
  }

  private prepare(): void {
    const { vm, fn, count } = this;
    const isLua = fn instanceof LuaClosure;
    // Here, where an error goes to no message handler: one that ran out of stack would be called for ever.
    reserve(vm, this.coroutine, this.func + 1 + count + (isLua ? fn.proto.stackSize : 0));
    if (isLua && count <= 3) this.code = directCode(vm, fn.proto);
  }

  private run(a: LuaValue, b: LuaValue, c: LuaValue, args: readonly LuaValue[]): void {
    const { vm, coroutine, func, count } = this;
    const { stack } = coroutine;
    stack[func] = this.fn;
    if (count > 0) stack[func + 1] = a;
    if (count > 1) stack[func + 2] = b;
    if (count > 2) stack[func + 3] = c;
    for (let i = 3; i < count; i++) stack[func + 1 + i] = args[i];
    callAt(vm, coroutine, func, count, func, -1, TO_HOST);
    execute(vm, coroutine, -1);
  }

  /** What compiled code left: values on the stack, an error, or frames for the interpreter. */
  private takeReturned(): void {
    const { vm, coroutine, func } = this;
    const { returned } = vm;
    if (returned === FAILED) throw takeFailure(vm);
    if (returned < 0) execute(vm, coroutine, -1);
    else vm.hostResults = coroutine.stack.slice(func, func + returned);
  }

  private takeResults(): readonly LuaValue[] {
    const results = this.vm.hostResults as readonly LuaValue[];
    this.vm.hostResults = undefined;
    return results;
  }

  /** After an error: goes on with who catches it, as long as that is in this call. */
  private goOn(thrown: unknown): void {
    const { vm, coroutine, nesting, depth } = this;
    for (let error = thrown; ;) {
      vm.nesting = nesting + LOOP_NESTING;
      recover(vm, error, coroutine, depth);
      try {
        execute(vm, coroutine, -1);
        return;
      } catch (another) {
        error = another;
      }
    }
  }

  end(): void {
    const { vm, coroutine, caller } = this;
    coroutine.boundaries--;
    if (!this.isFinished) this.abandon();
    coroutine.top = this.top;
    vm.nesting = this.nesting;
    vm.native = caller;
    vm.nativeArguments = this.nativeArguments;
    if (caller !== undefined) vm.waitingArguments.pop();
  }

  /** An error left a call: coroutines it ran inside die, frames go. */
  private abandon(): void {
    const { vm, coroutine } = this;
    while (vm.coroutine !== coroutine) {
      const dying = vm.coroutine;
      vm.coroutine = dying.resumer ?? coroutine;
      dying.die(vm.heap);
    }
    coroutine.close(this.func, vm.heap);
    coroutine.depth = this.depth;
    coroutine.status = 'running';
    vm.hostResults = undefined;
  }
}

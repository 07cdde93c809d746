/**
 * `ao.resolve`. Lua runs at once and resolving does not, so a question whose answer is not known ends the run, uncaught by
 * any `pcall`; the whole call is made again with that answer at hand (core/ports/engine.ts).
 */
import type { LuaResolved } from '../core/ports/engine.ts';
import type { Value } from '../core/value.ts';
import { BorderError } from './border.ts';
import { present, takeBack } from './lazy-border.ts';
import { NativeFunction, type Runtime } from './native.ts';
import { typeName } from './type-name.ts';
import type { LuaValue } from './value.ts';

/** The program asked what is not known yet. No `pcall` catches it; the machine stays usable. */
export class UnansweredQuestion extends Error {
  override readonly name = 'UnansweredQuestion';
  constructor(readonly question: readonly Value[]) {
    super('ao.resolve has no answer yet');
  }
}

/** The questions of one machine. */
export class Questions {
  private resolved: readonly LuaResolved[] = [];
  private next = 0;
  private charged = 0;

  /** @param gasUsed gas that the running call has used so far */
  constructor(private readonly gasUsed: () => number) {}

  /** Starts a call for which these answers are known. */
  begin(resolved: readonly LuaResolved[]): void {
    this.resolved = resolved;
    this.next = 0;
    this.charged = 0;
  }

  readonly resolve = new NativeFunction('ao.resolve', (runtime, args) => {
    if (args.length === 0) throw runtime.argError(1, 'a message or a path expected');
    const question = args.map((argument, i) => argumentOf(runtime, argument, i + 1));
    // Whatever came before runs once more for this question, so that it costs what it takes.
    const used = this.gasUsed() - this.charged;
    runtime.charge(used);
    this.charged += used;
    const answer = this.resolved[this.next++];
    if (answer === undefined) throw new UnansweredQuestion(question);
    const { status, value } = answer;
    return [status, value === undefined ? undefined : present(value, runtime)];
  });
}

function argumentOf(runtime: Runtime, argument: LuaValue, index: number): Value {
  if (argument === undefined) throw runtime.argError(index, `a message or a path expected, got ${typeName(argument)}`);
  try {
    return takeBack(argument);
  } catch (error) {
    if (error instanceof BorderError) throw runtime.argError(index, error.message);
    throw error;
  }
}

/** Which variable a name means where it stands. */
import type { FunctionNode } from './ast.ts';

export interface Local {
  /**
   * What it may be a part of: parts of the state by their names (`Balances`, `State.users`), and parameters of the function
   * by their numbers (`#0`).
   */
  roots: ReadonlySet<string>;
  /** The function that it is bound to. */
  fn?: FunctionNode;
  /** It holds the address of who sent the message. */
  sender?: true;
  /** It holds what `require` gave. */
  module?: true;
}

export class Scope {
  readonly #locals = new Map<string, Local>();

  constructor(readonly parent?: Scope) {}

  declare(name: string, local: Local): void {
    this.#locals.set(name, local);
  }

  /** Undefined for a global. */
  find(name: string): Local | undefined {
    return this.#locals.get(name) ?? this.parent?.find(name);
  }
}

/** Work that is done one after the other under each key, and beside each other under different ones. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Begins `work` when all that came before it under `key` is through, whether or not that went well. */
  take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(key) ?? Promise.resolve()).then(work, work);
    this.#last.set(key, turn);
    const done = (): void => {
      if (this.#last.get(key) === turn) this.#last.delete(key);
    };
    turn.then(done, done);
    return turn;
  }
}

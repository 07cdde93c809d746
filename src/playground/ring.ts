/** The last `capacity` items. */
export class Ring<T> {
  readonly #capacity: number;
  #items: T[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Oldest first. */
  get items(): readonly T[] {
    return this.#items;
  }

  /** Adds items; the oldest make room. */
  push(...added: T[]): void {
    this.#items = [...this.#items, ...added].slice(-this.#capacity);
  }

  clear(): void {
    this.#items = [];
  }
}

/** Time, so that it can be another than that of the machine. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `wake` at a time, or soon after when it is past. @returns cancels it. */
  at(time: number, wake: () => void): () => void;
}

/**
 * What writes JavaScript is a file of its own, loaded beside the first work: until it is there every function is
 * interpreted, which differs in speed only.
 */
import type { writeFunction } from './function-writer.ts';

let write: typeof writeFunction | undefined;
let loading: Promise<void> | undefined;

/** The writer, once it is loaded. */
export const writer = (): typeof writeFunction | undefined => write;

/** Loads the writer, once. Where it cannot be loaded functions stay interpreted. */
export function loadWriter(): Promise<void> {
  loading ??= import('./function-writer.ts').then(
    (loaded) => void (write = loaded.writeFunction),
    () => undefined,
  );
  return loading;
}

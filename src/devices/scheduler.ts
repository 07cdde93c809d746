/** `scheduler@1.0`: which slots a process has. */
import type { Store } from '../core/ports/store.ts';
import type { Message, Value } from '../core/value.ts';

/** `{ process, current }`, or undefined for an unknown process. */
export async function currentSlot(process: string, store: Store): Promise<Message | undefined> {
  const head = await store.head(process);
  return (
    head &&
    new Map<string, Value>([
      ['process', process],
      ['current', head.slot],
    ])
  );
}

/** What an id at the beginning of a path names. */
import type { Context } from '../core/device.ts';
import type { Segment } from '../core/hyperpath/types.ts';
import { PocketbeamError } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import { ValueSubject, type Subject } from '../core/subject.ts';
import { DefinitionSubject, unavailable } from './state-subject.ts';

/** A process, or a message stored or scheduled by its id. With a device named (`<id>~process@1.0`) nothing is read yet. */
export async function find({ key, device }: Segment, context: Context): Promise<Subject | undefined> {
  if (!isId(key)) return undefined;
  if (device !== undefined) return new DefinitionSubject(context, key, [], device);
  // Its definition is a message too, and not to be in the way of its state.
  if (await context.store.head(key)) return new DefinitionSubject(context, key);
  const message = await context.store.message(key);
  if (!message) return new MissingSubject(key);
  const own = message.get('device');
  // One that is only stored has no state, which its device then says.
  if (own === 'process@1.0') return new DefinitionSubject(context, key);
  return new ValueSubject(message, typeof own === 'string' ? own : undefined);
}

/** An id that names nothing. In the node's words (spec/hyperbeam.md, Facts: answers), which differ once a key follows. */
class MissingSubject implements Subject {
  readonly device = 'message@1.0';

  constructor(
    readonly id: string,
    readonly keyed = false,
  ) {}

  at(): MissingSubject {
    return new MissingSubject(this.id, true);
  }
  as(): MissingSubject {
    return this;
  }
  load(): Promise<never> {
    if (!this.keyed) return Promise.reject(unavailable(this.id));
    return Promise.reject(
      new PocketbeamError('unknown-process', 'Necessary messages not found in cache.', {
        status: 404,
        details: { process: this.id },
      }),
    );
  }
}

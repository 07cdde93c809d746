/** What an id at the beginning of a path names. */
import type { Context } from '../core/device.ts';
import type { Segment } from '../core/hyperpath/types.ts';
import { isId } from '../core/ids.ts';
import { ValueSubject, type Subject } from '../core/subject.ts';
import { DefinitionSubject } from './state-subject.ts';

/** A process, or a message stored by its id. With a device named (`<id>~process@1.0`) nothing is read yet. */
export async function find({ key, device }: Segment, context: Context): Promise<Subject | undefined> {
  if (!isId(key)) return undefined;
  if (device !== undefined) return new DefinitionSubject(context, key, [], device);
  const message = await context.store.message(key);
  if (!message) return new DefinitionSubject(context, key);
  const own = message.get('device');
  return new ValueSubject(message, typeof own === 'string' ? own : undefined);
}

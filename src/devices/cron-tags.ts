/**
 * The Cron tags of a process message, as tasks of the clock (src/docs/cron.md). The recorded node follows none, and the
 * spec only names them; on legacynet `Cron-Interval` and `Cron-Tag-*` are what a monitored process has.
 */
import { originalTags } from '../codecs/ans104-message.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import type { CronTask, Store } from '../core/ports/store.ts';
import { checkTasks } from '../core/too-many-tasks.ts';
import type { Message } from '../core/value.ts';
import { intervalOf } from './cron-interval.ts';

/** One schedule among the tags. */
interface Wanted {
  every?: number;
  /** ms until the first time. */
  first?: number;
  tags: Record<string, string>;
}

/** Fields of a message that no tag can stand for. */
const FIELDS = new Set(['target', 'data', 'anchor']);
const PREFIX = 'cron-tag-';
/** What programs look for that say nothing else. */
const DEFAULT_TAGS = { action: 'Cron' };

/** Whether a process message has Cron tags. */
export const hasCronTags = (definition: Message): boolean =>
  definition.has('cron-interval') || definition.has('cron-tick');

/**
 * The tasks that a process begins with: each `Cron-Interval` is one that runs again and again, a `Cron-Tick` alone one that
 * runs once, after that time; together, the first time. The id is that of the process, of further ones with `-2`, `-3`, ….
 * @param now ms since 1970.
 * @throws PocketbeamError `bad-interval`, `bad-tag`
 */
export function tasksOfTags(process: string, definition: Message, now: number): CronTask[] {
  const scheduled = wantedBy(tagsOf(definition)).filter(
    ({ every, first }) => every !== undefined || first !== undefined,
  );
  return scheduled.map(({ every, first, tags }, i) => ({
    id: i === 0 ? process : `${process}-${i + 1}`,
    process,
    tags: Object.keys(tags).length ? tags : DEFAULT_TAGS,
    due: now + (first ?? every ?? 0),
    ...(every === undefined ? {} : { every }),
  }));
}

/** What comes of the Cron tags of a process when slot 0 is computed. */
export interface Begins {
  cron?: CronTask[];
  /** Why nothing does: `bad-interval`, `bad-tag`, `too-many-tasks`. The process itself goes on. */
  refused?: PocketbeamError;
}

/** The tasks that begin with slot 0 of a process, by the clock of the store. Only faults of the store are thrown. */
export async function tasksToBegin(process: string, definition: Message, store: Store): Promise<Begins> {
  if (!hasCronTags(definition)) return {};
  const [now, { length }] = await Promise.all([store.now(), store.cronTasks()]);
  try {
    const cron = tasksOfTags(process, definition, now);
    checkTasks(length, cron.length);
    return { cron };
  } catch (error) {
    if (!(error instanceof PocketbeamError)) throw error;
    const { code, message, status } = error;
    return {
      refused: new PocketbeamError(code, `The Cron tags of ${process}: ${message}`, { status, details: { process } }),
    };
  }
}

/** In their order, as far as the message has kept it: a data item may have several schedules, each with its tags behind it. */
function wantedBy(tags: readonly (readonly [name: string, value: unknown])[]): Wanted[] {
  const found: Wanted[] = [];
  let current: Wanted | undefined;
  const without = (key: 'every' | 'first'): Wanted => {
    if (!current || current[key] !== undefined) found.push((current = { tags: {} }));
    return current;
  };
  for (const [name, value] of tags) {
    if (name === 'cron-interval') without('every').every = intervalOf(value);
    else if (name === 'cron-tick') without('first').first = intervalOf(value);
    else if (name.startsWith(PREFIX) && typeof value === 'string') {
      const tag = name.slice(PREFIX.length);
      if (tag === '' || FIELDS.has(tag)) throw badTag(name);
      if (!current) found.push((current = { tags: {} }));
      current.tags[tag] = value;
    }
  }
  return found;
}

const tagsOf = (definition: Message): [string, unknown][] =>
  originalTags(definition)?.map(({ name, value }) => [name.toLowerCase(), value]) ?? [...definition];

const badTag = (name: string): PocketbeamError =>
  new PocketbeamError('bad-tag', `${show(name)} cannot be a tag of the messages of the clock.`, {
    cause: 'They have no data, and go to the process itself.',
    next: 'Use another name, such as Cron-Tag-Action.',
    status: 400,
  });

/**
 * `cron@1.0`: requests by the clock. Only its functions are known by name (spec/hyperbeam.md and aos.md do not describe
 * them): `once` sends a GET of `cron-path` as soon as it can, `every` again and again, `stop` ends a task, also one of
 * the Cron tags of a process (cron-tags.ts).
 */
import { randomAnchor } from '../core/anchor.ts';
import { device, type Context, type Device } from '../core/device.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { parseHyperPath } from '../core/hyperpath/parse.ts';
import { processOfPath } from '../core/process-of-path.ts';
import { ValueSubject } from '../core/subject.ts';
import { checkTasks } from '../core/too-many-tasks.ts';
import { text, type Message } from '../core/value.ts';
import { intervalOf } from './cron-interval.ts';

export const cronDevice: Device = {
  ...device('cron@1.0', {
    /** `cron-path`. Answers the id of the task. */
    once: (_subject, request, context) => keep(context, pathOf(request)),
    /** `cron-path` and `interval`, such as `5-minutes`. Answers the id of the task. */
    every: (_subject, request, context) => {
      const interval = request.get('interval');
      if (interval === undefined) throw missing('interval', '&interval=5-minutes');
      return keep(context, pathOf(request), intervalOf(interval));
    },
    /** `task`, the id of a task; of one of Cron tags that of the process. Answers its id. */
    stop: async (_subject, request, context) => {
      const task = request.get('task');
      if (typeof task === 'string' && (await context.store.dropCronTask(task))) {
        context.cron?.wake();
        return new ValueSubject(task);
      }
      throw new PocketbeamError('unknown-task', `There is no task ${show(task)}.`, {
        cause: 'It has ended, or never began.',
        next: 'Give the id that once or every answered, or that of a process with Cron tags: stop&task=<id>.',
        status: 404,
      });
    },
  }),
  inherits: new Set(),
};

/** @param every ms; undefined: once, now. */
async function keep({ store, cron }: Context, path: string, every?: number): Promise<ValueSubject> {
  checkTasks((await store.cronTasks()).length);
  const id = randomAnchor();
  // It goes with the process that it asks.
  const process = processOfPath(path);
  await store.keepCronTask({
    id,
    ...(process === undefined ? {} : { process }),
    path,
    due: (await store.now()) + (every ?? 0),
    ...(every === undefined ? {} : { every }),
  });
  cron?.wake();
  return new ValueSubject(id);
}

/** @throws PocketbeamError `missing-parameter`, and what a bad path throws. */
function pathOf(request: Message): string {
  const path = request.get('cron-path');
  if (typeof path !== 'string' || path === '') throw missing('cron-path', '?cron-path=/<process-id>~process@1.0/now');
  const whole = path.startsWith('/') ? path : `/${path}`;
  parseHyperPath(whole);
  // Decoded already, and to be sent as a URL.
  return encodeURI(text(whole)).replaceAll('#', '%23');
}

const missing = (key: string, example: string): PocketbeamError =>
  new PocketbeamError('missing-parameter', `A task needs ${key}.`, { next: `Add ${example}`, status: 400 });

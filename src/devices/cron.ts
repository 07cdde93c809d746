/**
 * `cron@1.0`: requests by the clock. Only its functions are known by name (spec/hyperbeam.md and aos.md do not describe
 * them): `once` sends a GET of `cron-path` as soon as it can, `every` again and again, `stop` ends a task.
 */
import { base64url } from '../codecs/digest.ts';
import { device, type Context, type Device } from '../core/device.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { parseHyperPath } from '../core/hyperpath/parse.ts';
import type { CronTask } from '../core/ports/store.ts';
import { ValueSubject } from '../core/subject.ts';
import { binaryOf, text, type Message } from '../core/value.ts';

export const cronDevice: Device = {
  ...device('cron@1.0', {
    /** `cron-path`. Answers the id of the task. */
    once: (_subject, request, context) => keep(context, { path: pathOf(request), due: now(context) }),
    /** `cron-path` and `interval`, such as `5-minutes`. Answers the id of the task. */
    every: (_subject, request, context) => {
      const every = intervalOf(request);
      return keep(context, { path: pathOf(request), due: now(context) + every, every });
    },
    /** `task`. Answers its id. */
    stop: async (_subject, request, context) => {
      const task = request.get('task');
      if (typeof task === 'string' && (await context.store.dropCronTask(task))) return new ValueSubject(task);
      throw new PocketbeamError('unknown-task', `There is no task ${show(task)}.`, {
        cause: 'It has ended, or never began.',
        next: 'Give the id that once or every answered: stop&task=<id>.',
        status: 404,
      });
    },
  }),
  inherits: new Set(),
};

/** Each is kept and looked through at every turn. */
const MAX_TASKS = 1000;

const now = ({ cron }: Context): number => cron?.now() ?? Date.now();

async function keep(context: Context, task: Omit<CronTask, 'id'>): Promise<ValueSubject> {
  const kept = (await context.store.cronTasks()).length;
  if (kept >= MAX_TASKS)
    throw new PocketbeamError('too-many-tasks', `There are ${kept} tasks already.`, {
      next: 'End some: stop&task=<id>.',
      status: 429,
    });
  const id = base64url(binaryOf(crypto.getRandomValues(new Uint8Array(32))));
  await context.store.keepCronTask({ id, ...task });
  context.cron?.wake();
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

const UNITS = new Map([
  ['millisecond', 1],
  ['second', 1000],
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
]);
/** Faster would only keep the machine busy. */
const SHORTEST_MS = 100;

/** In ms. */
function intervalOf(request: Message): number {
  const interval = request.get('interval');
  if (interval === undefined) throw missing('interval', '&interval=5-minutes');
  const [, count = '', name = ''] = (typeof interval === 'string' && /^(\d{1,9})-([a-z]+?)s?$/.exec(interval)) || [];
  const every = Number(count) * (UNITS.get(name) ?? 0);
  if (every >= SHORTEST_MS) return every;
  throw new PocketbeamError('bad-interval', `${show(interval)} is no interval.`, {
    cause: `Units are ${[...UNITS.keys()].join(', ')}; the shortest is ${SHORTEST_MS}-milliseconds.`,
    next: 'Write it as 5-minutes or 1-hour.',
    status: 400,
  });
}

const missing = (key: string, example: string): PocketbeamError =>
  new PocketbeamError('missing-parameter', `A task needs ${key}.`, { next: `Add ${example}`, status: 400 });

/** Slots of a schedule as a node lists them (spec/wire.md §5). */
import { Elsewhere } from '../core/elsewhere.ts';
import { PocketbeamError } from '../core/errors.ts';
import type { Assignment, Store } from '../core/ports/store.ts';
import { ValueSubject, type Subject } from '../core/subject.ts';
import type { Message, Value } from '../core/value.ts';
import { assignmentMessage, NO_BLOCK } from './assignment.ts';
import { slotOf } from './named.ts';
import { beyondEnd, unavailable } from './state-subject.ts';

/** The form that aos clients read: schedule-aos2.ts, for which the Service Worker has no room. */
let aos2Form = (_page: SchedulePage): Promise<Message> => {
  throw new Elsewhere('A schedule as application/aos-2');
};

/** Has every context that imports `index.ts` answer in that form. */
export function addAos2Form(form: typeof aos2Form): void {
  aos2Form = form;
}

/** Slots of one answer; a client asks for the rest by `from`. */
const PAGE = 1000;

/** Both ends belong to it. */
interface Range {
  from: number;
  to: number;
}

/**
 * The schedule from slot `from` (default 0) to slot `to` (default the last), at most 1000 slots; as JSON for an `accept`
 * of `application/aos-2`. Nothing but the slot is read for a path that leads on to `assignments/<slot>`. The slot after
 * the last may be asked for, so that a client can wait for it: there is nothing in that answer.
 * @throws PocketbeamError `bad-slot`; when it is loaded also `unknown-process`.
 */
export function scheduleOf(process: string, request: Message, store: Store): Subject {
  const [from = 0, to = Infinity] = [slotOf(request.get('from')), slotOf(request.get('to'))];
  if (from > to)
    throw new PocketbeamError('bad-slot', `The schedule cannot go from slot ${from} to slot ${to}.`, {
      next: 'Give the earlier slot as from; both belong to the answer.',
      status: 400,
      strictStatus: 500,
    });
  const accept = request.get('accept');
  const isAos2 = typeof accept === 'string' && /(?:^|[\s,])application\/aos-2(?:[\s,;]|$)/i.test(accept);
  return new ScheduleSubject(store, process, { from, to }, isAos2);
}

class ScheduleSubject implements Subject {
  constructor(
    readonly store: Store,
    readonly process: string,
    readonly range: Range,
    readonly isAos2: boolean,
    readonly path: readonly string[] = [],
    readonly device = 'message@1.0',
  ) {}

  at(key: string): Subject {
    return new ScheduleSubject(this.store, this.process, this.range, this.isAos2, [...this.path, key]);
  }

  as(device: string): Subject {
    return new ScheduleSubject(this.store, this.process, this.range, this.isAos2, this.path, device);
  }

  async load(): Promise<Value | undefined> {
    const { store, process, range, isAos2, path } = this;
    const [list, key = '', ...rest] = path;
    if (list?.toLowerCase() === 'assignments' && /^(?:0|[1-9]\d*)$/.test(key)) {
      const slot = Number(key);
      if (!(await store.head(process))) throw unavailable(process);
      const found = slot < range.from || slot > range.to ? undefined : await store.assignment(process, slot);
      return below(found && assignmentMessage(process, found), rest);
    }
    const page = await pageOf(process, range, store);
    return isAos2 && path.length === 0 ? aos2Form(page) : below(messageOf(page), path);
  }
}

const below = (value: Value | undefined, path: readonly string[]): Value | undefined =>
  path.reduce((subject, key) => subject.at(key), new ValueSubject(value)).value;

export interface SchedulePage {
  process: string;
  assignments: Assignment[];
  /** Whether slots follow the last one of the page. */
  continues: boolean;
  /** The last one of the page; for an empty page the last one of the process. */
  end: Assignment | undefined;
}

async function pageOf(process: string, { from, to }: Range, store: Store): Promise<SchedulePage> {
  const head = await store.head(process);
  if (!head) throw unavailable(process);
  if (from > head.slot + 1) throw beyondEnd(process, from, head.slot);
  const last = Math.min(to, head.slot, from + PAGE - 1);
  const assignments = await store.assignments(process, from, last);
  const end = assignments.at(-1) ?? (await store.assignment(process, head.slot));
  return { process, assignments, continues: last < head.slot, end };
}

/** In the form of a message. */
function messageOf({ process, assignments, continues, end }: SchedulePage): Message {
  return new Map<string, Value>([
    ['type', 'schedule'],
    ['process', process],
    ['continues', continues],
    ['timestamp', end?.timestamp ?? 0],
    ['block-height', end?.height ?? 0],
    ['block-hash', NO_BLOCK],
    ['assignments', new Map(assignments.map((one) => [String(one.slot), assignmentMessage(process, one)]))],
  ]);
}

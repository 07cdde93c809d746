/** `process@1.0`: the state of a process, its slots and its schedule. */
import type { Context, DeviceFunction } from '../core/device.ts';
import { ValueSubject, type Subject } from '../core/subject.ts';
import { isMap, type Value } from '../core/value.ts';
import { scheduleOf } from './schedule-page.ts';
import { currentSlot, schedule } from './scheduler.ts';
import { namedProcess, processOf, slotOf } from './named.ts';
import { StateSubject, type When } from './state-subject.ts';

const functions: Record<string, DeviceFunction> = {
  /** The state with every pending message computed. */
  now: state(() => 'now'),
  /** The state as last computed, or at `slot`. */
  compute: state(
    (request, strict) => slotOf((strict ? undefined : request.get('compute')) ?? request.get('slot')) ?? 'compute',
  ),
  /** The documentation's short form, which a real node answers with 404. */
  cache: (subject, request, context) => {
    if (context.strict) return subject.at('cache');
    context.diagnose('implicit-compute');
    return withState(subject, context, slotOf(request.get('slot')) ?? 'compute').at('cache');
  },
  /** POST: takes the next slot of the message's target, by default of this process. Else the slots `from` … `to`. */
  schedule: (subject, request, context) => {
    if (context.incoming) return schedule(context, namedProcess(subject));
    return scheduleOf(processOf(subject), request, context.schedule ?? context.store);
  },
  /** `{ process, current }`. */
  slot: (subject, _request, context) => currentSlot(processOf(subject), context.store),
  /**
   * What can be checked or kept of a slot, by default the last: its public state, and the hash-chain of the messages that
   * led to it. The program's memory is not in it: that is made again from the schedule.
   */
  snapshot: async (subject, request, context) => {
    const process = processOf(subject);
    const state = await withState(subject, context, slotOf(request.get('slot')) ?? 'now').load();
    const slot = isMap(state) ? state.get('at-slot') : undefined;
    if (state === undefined || typeof slot !== 'number') return new ValueSubject(undefined);
    const chain = (await context.store.assignment(process, slot))?.chain ?? '';
    return new ValueSubject(
      new Map<string, Value>([
        ['process', process],
        ['slot', slot],
        ['hash-chain', chain],
        ['state', state],
      ]),
    );
  },
  /** `results=N`, as newer nodes read it. */
  results: (subject, request, context) => {
    const slot = context.strict ? undefined : slotOf(request.get('results'));
    return slot === undefined ? subject.at('results') : withState(subject, context, slot).at('results');
  },
};

/** All functions but `push`, which needs more than the store and who computes. Of nothing they are nothing: 404. */
export const processFunctions: Record<string, DeviceFunction> = Object.fromEntries(
  Object.entries(functions).map(([name, run]) => [name, ofSomething(run)]),
);

function ofSomething(run: DeviceFunction): DeviceFunction {
  return async (subject, request, context) => {
    if (namedProcess(subject) !== undefined || (await subject.load()) !== undefined)
      return run(subject, request, context);
    return new ValueSubject(undefined);
  };
}

function state(when: (request: ReadonlyMap<string, Value>, strict: boolean) => When): DeviceFunction {
  return (subject, request, context) => withState(subject, context, when(request, context.strict));
}

function withState(subject: Subject, context: Context, when: When): StateSubject {
  return new StateSubject(context, processOf(subject), when);
}

/** `stack@1.0`: devices that handle a slot one after the other, each on what the one before left. */
import type { Assignment, SlotOutput } from '../core/ports/store.ts';
import { isList, isMap, type MapValue, type Message, type Value } from '../core/value.ts';
import { failedExecution, SlotFailure, type Execution, type Job } from './execution.ts';
import { computeLua } from './lua.ts';
import { applyPatchDevice } from './patch.ts';

/** Runs the devices of `device-stack`. */
export function executeStack(job: Job): Promise<Execution> {
  const stack = job.definition.message.get('device-stack');
  return run(job, isList(stack) ? stack.map(String) : []);
}

/** A process whose execution device is `lua@5.3a` alone. */
export const executeLua = (job: Job): Promise<Execution> => run(job, ['lua@5.3a']);

async function run(job: Job, stack: readonly string[]): Promise<Execution> {
  let base = baseOf(job, job.assignment, job.state);
  try {
    for (const device of stack) {
      if (device === 'patch@1.0') base = applyPatchDevice(base, job.definition.message);
      else if (device === 'lua@5.3a') base = await computeLua(job, base, baseOf);
      else
        throw new SlotFailure({
          code: 'not-implemented',
          message: `The device ${device} cannot stand in a stack here yet.`,
        });
    }
  } catch (error) {
    if (error instanceof SlotFailure) return failedExecution(error.slotError);
    throw error;
  }
  const results = base.get('results');
  const kept = new Map([...base].filter(([key]) => !OWN.has(key)));
  return { next: kept, patches: [], record: recordOf(isMap(results) ? results : new Map<string, Value>()) };
}

/** Keys of the state that a process does not set: they are made for every slot. */
const OWN = new Set(['results', 'process', 'at-slot', 'commitments', 'priv']);

/** What the first device of a stack gets: the state so far, and the process itself. */
function baseOf({ definition }: Job, { slot }: Assignment, state: MapValue): Message {
  const base: Message = new Map([...(slot === 0 ? definition.message : state)].filter(([key]) => !OWN.has(key)));
  base.set('process', definition.message);
  if (slot > 0) base.set('at-slot', slot - 1);
  return base;
}

function recordOf(results: Message): Execution['record'] {
  const outbox = results.get('outbox');
  const sent = isMap(outbox) ? [...outbox.values()] : isList(outbox) ? outbox : [];
  return {
    results,
    output: outputOf(results.get('output')),
    messages: sent.filter(isMap),
    spawns: [],
    assignments: [],
  };
}

function outputOf(output: Value | undefined): SlotOutput {
  const field = (name: string): string => {
    const value = isMap(output) ? output.get(name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  return { data: field('data'), prompt: field('prompt') };
}

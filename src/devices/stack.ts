/** `stack@1.0`: devices that handle a slot one after the other, each on what the one before left. */
import { PocketbeamError } from '../core/errors.ts';
import type { LuaAnswer } from '../core/ports/engine.ts';
import type { Assignment, SlotError, SlotOutput } from '../core/ports/store.ts';
import { isList, isMap, type MapValue, type Message, type Value } from '../core/value.ts';
import { catchUp, failedExecution, terminationOf, type Execution, type Job } from './execution.ts';
import { modulesOf } from './lua.ts';
import { applyPatchDevice } from './patch.ts';
import { assignmentMessage } from './scheduler.ts';

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
      else if (device === 'lua@5.3a') base = await compute(job, base);
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

async function compute(job: Job, base: Message): Promise<Message> {
  const { engine, store, process, definition, assignment } = job;
  const modules = await modulesOf(definition.message, store).catch((error: unknown) => {
    throw error instanceof PocketbeamError ? new SlotFailure({ code: error.code, message: error.message }) : error;
  });
  const call = (one: Assignment, state: Message): Promise<LuaAnswer> =>
    engine.call(process, one.slot, {
      ...{ modules, function: 'compute', timestamp: one.timestamp },
      parameters: [withLists(state), withLists(assignmentMessage(process, one)), new Map()],
    });
  await catchUp(job, async (earlier) => {
    const before = await store.read(process, [], earlier.slot - 1);
    await call(earlier, baseOf(job, earlier, isMap(before?.value) ? before.value : new Map<string, Value>()));
  });
  let answer: LuaAnswer;
  try {
    answer = await call(assignment, base);
  } catch (error) {
    throw new SlotFailure(terminationOf(error));
  }
  if ('error' in answer) throw new SlotFailure(answer.error);
  if (answer.status === 'ok' && isMap(answer.value)) return answer.value;
  throw new SlotFailure({
    code: 'invalid-result',
    message: `compute returned ${answer.status} and no table: return base with results set.`,
  });
}

/** Ends a slot with an error that is recorded. */
class SlotFailure extends Error {
  constructor(readonly slotError: SlotError) {
    super(slotError.message);
  }
}

/**
 * Maps with exactly the keys 1 … n are lists once they have been through Lua, deep inside too, whether or not the program
 * touches them. What holds none comes back as the same object.
 */
function withLists(value: Value): Value {
  if (isList(value)) {
    const items = value.map(withLists);
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  if (!isMap(value) || value.size === 0) return value;
  const entries = [...value].map(([key, item]): [string, Value] => [key, withLists(item)]);
  if (value.has('1')) {
    const map = new Map(entries);
    const items = Array.from({ length: map.size }, (_, i) => map.get(String(i + 1)));
    if (items.every((item) => item !== undefined)) return items;
  }
  return entries.some(([key, item]) => item !== value.get(key)) ? new Map(entries) : value;
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

/** `stack@1.0`: devices that handle a slot one after the other, each on what the one before left. */
import type { Assignment, LiteralKey, SlotOutput } from '../core/ports/store.ts';
import { MAX_STACK } from '../core/limits.ts';
import { isList, isMap, type MapValue, type Message, type Value } from '../core/value.ts';
import { claimed } from './claimed.ts';
import { failedExecution, SlotFailure, type Execution, type Job } from './execution.ts';
import { layerOf, type Slot } from './stack-layers.ts';
import { stackNames } from './stack-names.ts';

/** Runs the devices of `device-stack`. */
export const executeStack = (job: Job): Promise<Execution> =>
  execute(job, stackNames(job.definition.message), LEFT_BY_STACK);

/** A process whose execution device is `lua@5.3a` alone. */
export const executeLua = (job: Job): Promise<Execution> => execute(job, ['lua@5.3a']);

/**
 * Keys that a node's stack leaves in the state of a process. Only the names are known from recorded answers
 * (`now/keys`), their values are ours.
 */
const LEFT_BY_STACK: readonly [string, Value][] = [
  ['initialized', 'true'],
  ['input-prefix', ''],
  ['previous-device', 'process@1.0'],
  ['previous-input-prefix', ''],
];

/** A node keeps its Lua machine's memory here, bytes that are no text; so a whole stored process is no JSON in strict. */
const snapshotKey = ({ strict }: Job): [string, Value] => ['snapshot', strict ? '\x83' : ''];

/** Beyond, a stack that asks for pass after pass is taken for one that never ends. */
const MAX_PASSES = 64;

async function execute(job: Job, stack: readonly string[], left: readonly [string, Value][] = []): Promise<Execution> {
  const literal: LiteralKey[] = [];
  const slot: Slot = { job, baseOf, literal, record: undefined, ran: false };
  let base: Message;
  try {
    if (stack.length > MAX_STACK)
      throw new SlotFailure({ code: 'too-many-devices', message: `The stack has more than ${MAX_STACK} devices.` });
    base = await passes(slot, stack);
  } catch (error) {
    if (error instanceof SlotFailure) return failedExecution(error.slotError);
    throw error;
  }
  const found = base.get('results');
  const results = isMap(found) ? found : new Map<string, Value>();
  const kept = [...base].filter(([key]) => !OWN.has(key));
  return {
    next: new Map([...kept, ...left, snapshotKey(job)]),
    literal,
    patches: [],
    record: { ...(slot.record ? { ...slot.record, results } : recordOf(results)), ...(slot.ran ? {} : { idle: true }) },
  };
}

/** Runs the stack as often as its devices ask for. */
async function passes(slot: Slot, stack: readonly string[]): Promise<Message> {
  const { job } = slot;
  let base = baseOf(job, job.assignment, job.state);
  for (let pass = 1; pass <= MAX_PASSES; pass++) {
    if (pass > 1) base = new Map([...base, ['pass', pass]]);
    let again = false;
    for (const name of stack) {
      const { status, message } = await layerOf(name)(base, slot);
      base = message;
      if (status === 'skip') return base;
      if (status === 'pass') again = true;
    }
    if (!again) return base;
  }
  throw new SlotFailure({ code: 'too-many-passes', message: `The stack asks for more than ${MAX_PASSES} passes.` });
}

/** Keys of the state that a process does not set: they are made for every slot. */
const OWN = new Set(['results', 'process', 'at-slot', 'pass', 'commitments', 'priv']);

/** What the first device of a stack gets: the state so far, and the process itself. */
function baseOf({ definition }: Job, { slot }: Assignment, state: MapValue): Message {
  const base: Message = new Map([...(slot === 0 ? definition.message : state)].filter(([key]) => !OWN.has(key)));
  base.set('process', claimed(definition));
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

/** `lua@5.3a` as the execution device of a process, alone or in a stack: one slot, one call of `compute`. */
import { toPocketbeamError } from '../core/errors.ts';
import type { Assignment, SlotRecord } from '../core/ports/store.ts';
import { isMap, type MapValue, type Message, type Value } from '../core/value.ts';
import { claimed } from './claimed.ts';
import { catchUp, SlotFailure, terminationOf, type Job } from './execution.ts';
import { callOf, withLists } from './lua-call.ts';
import { devicesOf } from './lua-modules.ts';
import { answerQuestion, runAsking, type LuaResult } from './lua-questions.ts';
import { assignmentMessage } from './assignment.ts';

/**
 * Runs `compute` of the process' modules on a slot.
 * @param baseBefore what the first device of the stack was given in an earlier slot, for replays.
 * @throws SlotFailure
 */
export async function computeLua(
  job: Job,
  base: Message,
  baseBefore: (job: Job, assignment: Assignment, state: MapValue) => Message,
): Promise<Message> {
  const { engine, store, process, assignment } = job;
  const replay = async (earlier: Assignment, record: SlotRecord | undefined): Promise<unknown> => {
    // Not run then, so not now either, even if the module has turned up.
    if (NO_MODULE.has(record?.error?.code ?? '')) return engine.skip(process, earlier.slot);
    const before = await store.read(process, [], earlier.slot - 1);
    const state = isMap(before?.value) ? before.value : new Map<string, Value>();
    return run({ ...job, resolved: [...(record?.resolved ?? [])] }, earlier, baseBefore(job, earlier, state));
  };
  const standBefore = (): Promise<void> => catchUp(job, replay);
  await standBefore();
  let answer: LuaResult;
  try {
    answer = await run(job, assignment, base, standBefore);
  } catch (error) {
    const { code, message } = toPocketbeamError(error);
    throw new SlotFailure(NO_MODULE.has(code) ? { code, message } : terminationOf(error));
  }
  if ('error' in answer) throw new SlotFailure(answer.error);
  if (answer.status === 'ok' && isMap(answer.value)) return answer.value;
  throw new SlotFailure({
    code: 'invalid-result',
    message: `compute returned ${answer.status} and no table: return base with results set.`,
  });
}

/** @param standBefore brings the heap back before the slot: answering a question may have cost the engine its life. */
async function run(
  { engine, store, process, definition, resolved, context }: Job,
  one: Assignment,
  state: Message,
  standBefore?: () => Promise<void>,
): Promise<LuaResult> {
  const { slot, timestamp } = one;
  // These are copies: commits change the state in place, and the program may hold on to what it was given.
  const [base, request] = [withLists(state), withLists(assignmentMessage(process, { ...one, message: claimed(one) }))];
  if (!isMap(base) || !isMap(request)) throw new Error('A state is no list');
  const { message } = definition;
  const open = await callOf({ definition: message, base, request, key: 'compute' }, timestamp, store);
  const answer = await runAsking(
    open,
    resolved,
    async (call) => {
      if (call.resolved.length > 0) await standBefore?.();
      return engine.call(process, slot, call);
    },
    (question) => answerQuestion(question, context, devicesOf(message)),
  );
  // The engine stands where it was as long as a call asks.
  if ('error' in answer && answer.error.code === 'too-many-questions') await engine.skip(process, slot);
  return answer;
}

const NO_MODULE = new Set(['no-module', 'unknown-message']);

/** The result of a message as clients of aos read it: `{ Output, Messages, Spawns, Assignments, Error? }`. */
import type { SlotRecord } from '../core/ports/store.ts';
import type { MapValue, Message, Value } from '../core/value.ts';

type AosOutcome = Pick<SlotRecord, 'output' | 'error'> & {
  readonly [list in 'messages' | 'spawns' | 'assignments']: readonly Message[];
};

/** As {@link AosOutcome} spells it in Title-Case. The texts of an error are what aos itself gives (spec/aos.md §1.2). */
export function aosResult({ output, messages, spawns, assignments, error }: AosOutcome): MapValue {
  const { data, prompt, print } = output;
  return new Map<string, Value>([
    [
      'Output',
      new Map<string, Value>([['data', data], ['prompt', prompt], ...(print ? [['print', true] as const] : [])]),
    ],
    ['Messages', [...messages]],
    ['Spawns', [...spawns]],
    ['Assignments', [...assignments]],
    ...(error ? [['Error', error.report ?? error.message] as const] : []),
  ]);
}

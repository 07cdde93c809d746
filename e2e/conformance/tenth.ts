/** Recorded sessions that stand for all. */
import type { Step } from './recorded.ts';
import { groupOf } from './replay.ts';

export interface Session {
  session: string;
  steps: Step[];
}

/**
 * About a tenth of the steps that `counts`, of each group, in whole sessions. One is taken whenever less than a tenth
 * would be taken without it: so the choice is spread over its group, starts with the first, and is a tenth at least.
 */
export function aTenth(all: readonly Session[], counts: (step: Step) => boolean): Session[] {
  const groups = new Map<string, { seen: number; taken: number }>();
  return all.filter(({ session, steps: given }) => {
    const group = groupOf(session);
    const steps = given.filter(counts).length;
    const { seen, taken } = groups.get(group) ?? { seen: 0, taken: 0 };
    const takes = taken * 10 < seen + steps;
    groups.set(group, { seen: seen + steps, taken: takes ? taken + steps : taken });
    return takes;
  });
}

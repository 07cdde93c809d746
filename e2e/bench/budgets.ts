/** Whether limits are kept, in the noise of a run and on the machine that it ran on. */
import type { Limit, Unit } from './measured.ts';

export interface Budget {
  name: string;
  unit: Unit;
  /** As measured; times divided by the machine factor, rates multiplied by it. */
  value: number;
  budget: number;
  kind: Limit['kind'];
  /** False only when the whole band of the noise is beyond the budget. */
  met: boolean;
  /** Least and greatest of the rounds, put to the machine as the value is. */
  noise: readonly [low: number, high: number];
  /** Before it was put to the machine. */
  measured: number;
}

/** @param factor of the machine: 2 where it takes twice the time. */
export function budgetOf({ name, row, budget, kind, scaled }: Limit, factor: number): Budget {
  const by = !scaled ? 1 : kind === 'most' ? 1 / factor : factor;
  const [value, low, high] = [row.value * by, row.low * by, row.high * by];
  const met = kind === 'most' ? low <= budget : high >= budget;
  return { name, unit: row.unit, value, budget, kind, met, noise: [low, high], measured: row.value };
}

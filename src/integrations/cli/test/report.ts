/** What `pocketbeam test` prints. */
import type { Plain } from '../../../core/plain.ts';
import type { Mismatch } from '../../testing/compare.ts';
import { writeJson } from '../../testing/json-text.ts';
import type { Scenario } from '../../testing/scenario.ts';

/** More differences than these of one scenario say nothing new. */
const MOST_SHOWN = 20;
const MOST_CHARACTERS = 400;

/** One scenario's differences: each with process, slot and path, and both values. */
export function mismatchLines(mismatches: readonly Mismatch[], { processes }: Scenario): string[] {
  const names = new Map(processes.map(({ id, name }) => [id, name]));
  const lines = mismatches
    .slice(0, MOST_SHOWN)
    .flatMap(({ process, slot, path, expected, actual }) => [
      `    ${names.get(process) ?? process} slot ${slot}: ${path}`,
      `      expected ${valueText(expected)}`,
      `      actual   ${valueText(actual)}`,
    ]);
  const more = mismatches.length - MOST_SHOWN;
  return more > 0 ? [...lines, `    and ${more} more`] : lines;
}

function valueText(value: Plain | undefined): string {
  if (value === undefined) return 'nothing';
  const text = writeJson(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

/** What a run of several scenarios came to. */
export interface Totals {
  passed: number;
  failed: number;
  updated: number;
  /** Files that could not be read. */
  unreadable: number;
}

export function summary({ passed, failed, updated, unreadable }: Totals): string {
  const parts = [`${passed} passed`, `${failed} failed`];
  if (updated) parts.push(`${updated} updated`);
  if (unreadable) parts.push(`${unreadable} unreadable`);
  return parts.join(', ');
}

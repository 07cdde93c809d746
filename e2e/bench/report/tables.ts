/** The tables of a run, in Markdown. */
import type { Budget } from '../budgets.ts';
import type { Measured, Row } from '../measured.ts';
import type { Results } from '../run.ts';
import { shown, withUnit } from './numbers.ts';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export const budgetTable = (budgets: readonly Budget[]): string =>
  table(
    ['what', 'value', 'budget', 'met', 'noise'],
    budgets.map(({ name, unit, value, budget, kind, met, noise: [low, high] }) => [
      name,
      withUnit(value, unit),
      `${kind === 'most' ? '≤' : '≥'} ${withUnit(budget, unit)}`,
      met ? 'yes' : '**no**',
      low === high ? '' : `${shown(low)}–${shown(high)}`,
    ]),
  );

export const partTable = ({ rows }: Pick<Measured, 'rows'>): string =>
  table(
    ['what', 'median', 'p95', 'least–greatest round'],
    rows.map((row) => [
      row.what + (row.against ? ` against ${row.against}` : ''),
      withUnit(row.value, row.unit),
      row.p95 === undefined ? '' : shown(row.p95),
      noiseOf(row),
    ]),
  );

const noiseOf = ({ low, high }: Row): string => (low === high ? '' : `${shown(low)}–${shown(high)}`);

/** In a sentence or two. */
export function circumstances({ date, machine, versions, quick, machineFactor, parts }: Results): string {
  const { value, low, high } = machineFactor;
  const named = Object.values(versions).map((version) => version.trim());
  return (
    `${date.slice(0, 10)}, ${machine.processors} × ${machine.processor}, ${machine.memory}, ${machine.system}; ` +
    `Node ${named.join(', ')}. Machine factor ${shown(value)} (${shown(low)}–${shown(high)}). ` +
    (quick ? `A quick run with small counts of ${parts.length} parts: the numbers mean little. ` : '')
  ).trim();
}

/** A part with its heading. */
export const section = (part: Measured): string =>
  [`## ${part.title}`, part.about, partTable(part), ...(part.more ? [part.more] : [])].join('\n\n');

/** What is printed. */
export const summary = (results: Results): string =>
  ['', budgetTable(results.budgets), circumstances(results), ...results.parts.map(section), ''].join('\n\n');

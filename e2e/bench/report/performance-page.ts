/** `src/docs/performance.md`, from the results of a run. */
import type { Curve } from '../measured.ts';
import type { Results } from '../run.ts';
import { budgetTable, circumstances, section } from './tables.ts';

/** Name of a chart's file, beside the page. */
export const chartFile = ({ name }: Curve): string => `performance-${name}.svg`;

export function performancePage(results: Results): string {
  const missed = results.budgets.filter(({ met }) => !met);
  const open = missed.length ? `Not met: ${missed.map(({ name }) => name).join('; ')}.` : 'All budgets are met.';
  return [
    '# Performance',
    '<!-- Written by `npm run bench -- --write`; what stands here by hand is lost. -->',
    'What Pocketbeam costs, measured by `npm run bench` in a real Chromium with nothing attached to it, contenders in turns ' +
      'within one run. `e2e/bench/README.md` in the repository says how to repeat and read it; counts that no clock ' +
      'decides (requests to IndexedDB, bytes, gas) are held by `e2e/bench/guard` in `npm test`.',
    circumstances(results),
    '## Budgets',
    'Times and rates are put to the machine factor, ratios and sizes are as measured. A budget counts as missed when the ' +
      `whole band of the noise is beyond it. ${open}`,
    budgetTable(results.budgets),
    ...results.parts.flatMap((part) => [
      section(part),
      ...(part.curves ?? []).map((curve) => `![${curve.title}: ${curve.y} by ${curve.x}](${chartFile(curve)})`),
    ]),
  ].join('\n\n');
}

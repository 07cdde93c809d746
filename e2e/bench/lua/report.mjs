import { programs as titles } from './programs.mjs';
import { geometricMean, median } from '../statistics.mjs';

/** @typedef {import('./measure.mjs').Cell} Cell */

/** @param {number} ms */
const time = (ms) => (ms >= 100 ? ms.toFixed(0) : ms.toFixed(ms >= 10 ? 1 : 2));
/** @param {number} ratio */
const times = (ratio) => (ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(2));

/**
 * @param {Cell | undefined} cell
 * @returns {number | undefined} the median in ms
 */
const middle = (cell) =>
  cell === undefined || cell.error !== undefined || cell.times.length === 0 ? undefined : median(cell.times);

/**
 * Programs on which the engines disagree or one failed, in words.
 *
 * @param {ReadonlyMap<string, ReadonlyMap<string, Cell>>} table
 */
export function problems(table) {
  const found = [];
  for (const [program, cells] of table) {
    const results = new Set([...cells.values()].flatMap((cell) => cell.results));
    if (results.size > 1) {
      const each = [...cells].map(([engine, cell]) => `${engine} ${cell.results.join(' or ') || '-'}`);
      found.push(`${program}: results differ: ${each.join(', ')}`);
    }
    for (const [engine, { error }] of cells) if (error !== undefined) found.push(`${program}: ${engine}: ${error}`);
  }
  return found;
}

/**
 * The fastest run: what else the machine does can only make the others slower.
 *
 * @param {Cell | undefined} cell
 */
const fastest = (cell) => (middle(cell) === undefined ? undefined : Math.min(...(cell?.times ?? [])));

/**
 * How many times faster `engine` is than `other`, by program: the fastest run of each.
 *
 * @param {ReadonlyMap<string, ReadonlyMap<string, Cell>>} table
 * @param {string} engine
 * @param {string} other
 */
export function ratios(table, engine, other) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const [program, cells] of table) {
    const [a, b] = [fastest(cells.get(engine)), fastest(cells.get(other))];
    if (a !== undefined && b !== undefined) found.set(program, b / a);
  }
  return found;
}

/**
 * The table in Markdown: median ms (fastest to slowest run) of each engine, and ours against the others.
 *
 * @param {ReadonlyMap<string, ReadonlyMap<string, Cell>>} table
 * @param {readonly string[]} engines
 */
export function markdown(table, engines) {
  const others = engines.includes('ours') ? engines.filter((engine) => engine !== 'ours') : [];
  const compared = others.map((other) => ratios(table, 'ours', other));
  const rows = [['bench', ...engines.map((engine) => `${engine} ms`), ...others.map((other) => `× ${other}`)]];
  for (const [program, cells] of table) {
    const numbers = engines.map((engine) => {
      const cell = cells.get(engine);
      const ms = middle(cell);
      if (cell === undefined || ms === undefined) return 'failed';
      return `${time(ms)} (${time(Math.min(...cell.times))}–${time(Math.max(...cell.times))})`;
    });
    const against = compared.map((ratio) => {
      const value = ratio.get(program);
      return value === undefined ? '–' : times(value);
    });
    rows.push([titles[/** @type {keyof typeof titles} */ (program)], ...numbers, ...against]);
  }
  /** @param {string} title @param {(values: number[]) => number} summary */
  const foot = (title, summary) =>
    rows.push([
      title,
      ...engines.map(() => ''),
      ...compared.map((ratio) => (ratio.size === 0 ? '–' : times(summary([...ratio.values()])))),
    ]);
  if (others.length > 0) {
    foot('**geometric mean**', geometricMean);
    foot('**worst row**', (values) => Math.min(...values));
  }
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => `| ${row.map((text, i) => text.padEnd(widths[i] ?? 0)).join(' | ')} |`);
  lines.splice(1, 0, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  return lines.join('\n');
}

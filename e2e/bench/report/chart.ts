/** Growth curves as SVG with logarithmic axes, for light and dark pages. */
import type { Curve } from '../measured.ts';

const [WIDTH, HEIGHT] = [640, 300];
const PLOT = { left: 80, right: 40, top: 48, bottom: 44 };
/** About as wide as a letter is, and what stands beside a name in the legend. */
const [LETTER, BESIDE] = [6.6, 30];
/** Of lines, legible on white and on black. */
const COLOURS = ['#2f81f7', '#d9730d', '#2da44e', '#a371f7'];
const STYLE =
  'text{font:12px system-ui,sans-serif;fill:#1f2328}.grid{stroke:#d1d9e0}' +
  '@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.grid{stroke:#3d444d}}';

/** @param curve with at least one point in each line, all above 0. */
export function chart({ title, x, y, lines }: Curve): string {
  const points = lines.flatMap((line) => line.points);
  const xs = [...new Set(points.map((point) => point.x))].sort((a, b) => a - b);
  const atX = axis(xs, PLOT.left, WIDTH - PLOT.right);
  const ticks = decades(points.map((point) => point.y));
  const atY = axis(ticks, HEIGHT - PLOT.bottom, PLOT.top);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(`${title}: ${y} by ${x}`)}">`,
    `<style>${STYLE}</style>`,
    label(PLOT.left, 16, 'start', `${title}, ${y}`),
    label(WIDTH - PLOT.right, HEIGHT - 6, 'end', x),
    ...ticks.flatMap((value) => [
      `<line class="grid" x1="${PLOT.left}" x2="${WIDTH - PLOT.right}" y1="${atY(value)}" y2="${atY(value)}"/>`,
      label(PLOT.left - 8, atY(value) + 4, 'end', value.toLocaleString('en-US')),
    ]),
    ...xs.map((value) => label(atX(value), HEIGHT - PLOT.bottom + 18, 'middle', value.toLocaleString('en-US'))),
    ...lines.flatMap((line, i) => {
      const colour = COLOURS[i % COLOURS.length] ?? 'currentColor';
      const path = line.points.map((point) => `${atX(point.x)},${atY(point.y)}`);
      const before = lines.slice(0, i).reduce((sum, { name }) => sum + name.length * LETTER + BESIDE, 0);
      const legend = Math.round(PLOT.left + before);
      return [
        `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${path.join(' ')}"/>`,
        ...path.map((at) => `<circle r="3" fill="${colour}" cx="${at.split(',')[0]}" cy="${at.split(',')[1]}"/>`),
        `<rect x="${legend}" y="29" width="10" height="3" fill="${colour}"/>`,
        label(legend + 14, 34, 'start', line.name),
      ];
    }),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

/** Where a value lies between two ends, in proportion to its logarithm. */
function axis(values: readonly number[], from: number, to: number): (value: number) => number {
  const [low, high] = [Math.log(Math.min(...values)), Math.log(Math.max(...values))];
  return (value) => Math.round(from + ((to - from) * (Math.log(value) - low)) / (high - low || 1));
}

/** Powers of ten from below the least value to above the greatest. */
function decades(values: readonly number[]): number[] {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(Math.ceil(Math.log10(Math.max(...values))), low + 1);
  return Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
}

const label = (x: number, y: number, anchor: 'start' | 'middle' | 'end', text: string): string =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}">${escaped(text)}</text>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

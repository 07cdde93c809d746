/** Where what a slot sent went: a drawing of processes and messages, and the same as a table. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { choose, processes } from '../model/processes.ts';
import { pocketbeam } from '../model/session.ts';
import { shorten } from '../text/value-text.ts';
import { nameOf } from './names.ts';
import { selected } from './slots.ts';
import { MAX_HOPS, trace, type Hop, type Place, type Trace } from './trace.ts';
import { layOut, type TreeNode } from './tree.ts';

/** Of a slot whose result was read. */
export function Went({ of, slot }: { of: string; slot: number }) {
  const found = useSignal<Trace | undefined>(undefined);
  useEffect(() => {
    const beam = pocketbeam.peek();
    if (!beam) return;
    let wanted = true;
    void trace({ process: of, slot }, (place) => beam.result(place)).then((trace) => {
      if (wanted) found.value = trace;
    });
    return () => {
      wanted = false;
      found.value = undefined;
    };
  }, [of, slot]);
  if (!found.value?.hops.length) return null;
  const { hops, cut } = found.value;
  return (
    <div class="went" data-testid="went">
      <h3>Where it went</h3>
      <Drawing hops={hops} />
      {cut && <p class="hint">The first {MAX_HOPS} are shown.</p>}
      <details>
        <summary>The same as a table</summary>
        <HopTable hops={hops} />
      </details>
    </div>
  );
}

const BOX = { width: 116, height: 40 };
const GAP = { x: 28, y: 10 };
const MAX_NAME = 15;

function Drawing({ hops }: { hops: readonly Hop[] }) {
  const { nodes, columns, rows } = layOut(hops);
  const width = columns * (BOX.width + GAP.x) - GAP.x + 2;
  const height = rows * (BOX.height + GAP.y) - GAP.y + 2;
  return (
    <div class="drawing" role="region" aria-label="Drawing of where it went" tabIndex={0}>
      <svg width={width} height={height} viewBox={`-1 -1 ${width} ${height}`} role="img" aria-label={inWords(hops)}>
        {nodes.map(
          (node, i) => node.parent && <path key={i} class={edgeClass(node.hop)} d={edge(node.parent, node)} />,
        )}
        {nodes.map((node, i) => (
          <Box key={i} node={node} />
        ))}
      </svg>
    </div>
  );
}

const x = ({ column }: TreeNode): number => column * (BOX.width + GAP.x);
const y = ({ row }: TreeNode): number => row * (BOX.height + GAP.y);
const edgeClass = (hop: Hop | undefined): string => (hop?.error === undefined ? 'edge' : 'edge bad');

function edge(from: TreeNode, to: TreeNode): string {
  const [x1, y1, x2, y2] = [x(from) + BOX.width, y(from) + BOX.height / 2, x(to), y(to) + BOX.height / 2];
  const half = (x1 + x2) / 2;
  return `M${x1} ${y1}C${half} ${y1} ${half} ${y2} ${x2} ${y2}`;
}

/** The table has the same as buttons; here a press is a short cut. */
function Box({ node }: { node: TreeNode }) {
  const { place, hop } = node;
  const here = isHere(place);
  return (
    <g
      class={['box', hop ? '' : 'begin', here ? 'here' : 'away', hop?.error === undefined ? '' : 'bad'].join(' ')}
      transform={`translate(${x(node)} ${y(node)})`}
      onClick={here ? () => goTo(place) : undefined}
    >
      <title>{hop?.error ?? place.process}</title>
      <rect width={BOX.width} height={BOX.height} rx="6" />
      <text x="8" y="16">
        {shorten(hop ? hop.label : 'from here', MAX_NAME)}
      </text>
      <text x="8" y="31" class="place">
        {shorten(placeName(place), MAX_NAME)}
      </text>
    </g>
  );
}

const isHere = ({ process, slot }: Place): boolean =>
  slot !== undefined && processes.value.some((known) => known.process === process);

const placeName = ({ process, slot }: Place): string =>
  slot === undefined ? nameOf(process) : `${nameOf(process)} #${slot}`;

function goTo({ process, slot }: Place): void {
  if (slot === undefined) return;
  choose(process);
  selected.value = { process, slot };
}

const inWords = (hops: readonly Hop[]): string =>
  hops.map(({ from, to, label }) => `${label}: ${placeName(from)} to ${placeName(to)}`).join('; ');

function HopTable({ hops }: { hops: readonly Hop[] }) {
  return (
    <table aria-label="Where it went">
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">What</th>
          <th scope="col">To</th>
          <th scope="col">Arrived</th>
        </tr>
      </thead>
      <tbody>
        {hops.map(({ from, to, label, error }, i) => (
          <tr key={i}>
            <td>{placeName(from)}</td>
            <td>{label}</td>
            <td>
              {isHere(to) ? (
                <button type="button" class="item" onClick={() => goTo(to)}>
                  {placeName(to)}
                </button>
              ) : (
                <span title={to.process}>{placeName(to)}</span>
              )}
            </td>
            <td class={error === undefined ? undefined : 'bad'}>
              {error ?? (to.slot === undefined ? 'no process of this browser' : 'yes')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Small charts without a library: bars or a line, with their numbers as a table. */
import type { ComponentChildren } from 'preact';
import { roundTop } from './scale.ts';

export interface Point {
  /** What it belongs to, such as `slot 3`; in the table and on hover. */
  readonly name: string;
  /** Undefined: not known. */
  readonly value: number | undefined;
  readonly bad?: boolean;
}

interface Props {
  title: string;
  /** The chart in one sentence. */
  summary: string;
  points: readonly Point[];
  kind: 'bars' | 'line';
  /** Of the values, for people. */
  words: (value: number) => string;
  /** What the names are, for the head of the table. */
  names: string;
  /** Stands below the first and the last point. */
  ends?: readonly [string, string];
  /** Between the heading and the drawing. */
  children?: ComponentChildren;
}

const WIDTH = 400;
const HEIGHT = 90;
const GAP = 0.2;
/** Few bars are no wider than as many would be. */
const MIN_PLACES = 12;

export function Chart({ title, summary, points, kind, words, names, ends, children }: Props) {
  // The part of the width that bars take.
  const used = kind === 'bars' ? points.length / placesOf(points) : 1;
  const top = roundTop(Math.max(0, ...points.map(({ value }) => value ?? 0)));
  return (
    <figure class="chart" aria-label={title}>
      <figcaption>
        <h3>{title}</h3>
        <p class="hint">{summary}</p>
      </figcaption>
      {children}
      <div class="plot">
        <span class="top">{words(top)}</span>
        <span class="zero">{words(0)}</span>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${title}. ${summary}`}
        >
          {kind === 'bars' ? (
            <Bars points={points} top={top} words={words} />
          ) : (
            <polyline class="line" points={linePoints(points, top)} />
          )}
        </svg>
        {ends && (
          <p class="ends hint" style={`width: ${used * 100}%`}>
            {new Set(ends).size > 1 && <span>{ends[0]}</span>}
            <span>{ends[1]}</span>
          </p>
        )}
      </div>
      <details>
        <summary>The same as a table</summary>
        <div class="scroll" role="region" aria-label={`${title}, numbers`} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{names}</th>
                <th scope="col">{title}</th>
              </tr>
            </thead>
            <tbody>
              {points.map(({ name, value, bad }, i) => (
                <tr key={i}>
                  <th scope="row">{name}</th>
                  <td>
                    {value === undefined ? 'not known' : words(value)}
                    {bad && ', failed'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

const placesOf = (points: readonly Point[]): number => Math.max(points.length, MIN_PLACES);

function Bars({ points, top, words }: Pick<Props, 'points' | 'words'> & { top: number }) {
  const step = WIDTH / placesOf(points);
  return (
    <>
      {points.map(({ name, value, bad }, i) => {
        // What is something is never drawn as nothing.
        const height = value ? Math.max((value / top) * HEIGHT, 1.5) : 0;
        return (
          <rect
            key={i}
            class={bad ? 'bar bad' : 'bar'}
            x={(i + GAP / 2) * step}
            y={HEIGHT - height}
            width={step * (1 - GAP)}
            height={height}
          >
            <title>{`${name}: ${value === undefined ? 'not known' : words(value)}`}</title>
          </rect>
        );
      })}
    </>
  );
}

function linePoints(points: readonly Point[], top: number): string {
  const step = WIDTH / Math.max(points.length - 1, 1);
  return points.map(({ value = 0 }, i) => `${i * step},${HEIGHT - (value / top) * HEIGHT}`).join(' ');
}

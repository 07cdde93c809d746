/** Where one would rather look than read: how much is computed, how long it takes, how much is stored. */
import { chosen } from '../model/processes.ts';
import { Empty } from '../parts/empty.tsx';
import { brief } from '../messages/slot-words.ts';
import { Chart } from './chart.tsx';
import { rate, SECONDS, slotFigures, storage } from './figures.ts';
import { median, shareWords, sizeWords } from './scale.ts';
import './charts.css';

export function ChartsTab() {
  return (
    <section class="charts" aria-labelledby="charts-heading">
      <h2 id="charts-heading">Charts</h2>
      <RateChart />
      {chosen.value ? (
        <SlotCharts name={chosen.value.name || 'unnamed'} />
      ) : (
        <Empty title="No process yet">Run a program to see how long its messages take.</Empty>
      )}
      <StorageChart />
    </section>
  );
}

function RateChart() {
  const seconds = rate.value;
  const all = seconds.reduce((sum, count) => sum + count, 0);
  const summary = all
    ? `${all} in the last minute, ${Math.max(...seconds)} in its busiest second.`
    : 'None in the last minute.';
  return (
    <Chart
      title="Messages per second"
      summary={summary}
      kind="bars"
      names="When"
      words={String}
      ends={[`${SECONDS} s ago`, 'now']}
      points={seconds.map((value, i) => ({
        name: i === SECONDS - 1 ? 'this second' : `${SECONDS - 1 - i} s ago`,
        value,
      }))}
    />
  );
}

function SlotCharts({ name }: { name: string }) {
  const slots = slotFigures.value;
  const times = slots.flatMap(({ ms }) => (ms === undefined ? [] : [ms]));
  const work = slots.flatMap(({ gas }) => (gas === undefined ? [] : [gas]));
  const ends = [`slot ${slots.at(0)?.slot ?? 0}`, `slot ${slots.at(-1)?.slot ?? 0}`] as const;
  const ms = (value: number): string => `${Math.round(value)} ms`;
  const points = (pick: 'ms' | 'gas') =>
    slots.map(({ slot, failed, [pick]: value }) => ({ name: `slot ${slot}`, value, bad: failed }));
  return (
    <>
      <Chart
        title="Slot times"
        summary={
          times.length
            ? `Of ${name}, from taking a slot to its result: ${ms(median(times) ?? 0)} in the middle, ${ms(Math.max(...times))} at most.`
            : `Of ${name}: this page has not seen a message being computed yet.`
        }
        kind="bars"
        names="Slot"
        words={ms}
        ends={ends}
        points={points('ms')}
      />
      {work.length > 0 && (
        <Chart
          title="Gas by slot"
          summary={`Of ${name}: ${brief(median(work) ?? 0)} in the middle, ${brief(Math.max(...work))} at most.`}
          kind="bars"
          names="Slot"
          words={brief}
          ends={ends}
          points={points('gas')}
        />
      )}
    </>
  );
}

function StorageChart() {
  const samples = storage.value;
  const last = samples.at(-1);
  if (!last) return null;
  const { usage, quota } = last;
  const words = `${sizeWords(usage)} of ${sizeWords(quota)}`;
  return (
    <Chart
      title="Storage"
      summary={`${words} that the browser gives this site: ${shareWords(usage, quota)}.`}
      kind="line"
      names="Look"
      words={sizeWords}
      ends={['since this page was opened', 'now']}
      points={samples.map((sample, i) => ({ name: String(i + 1), value: sample.usage }))}
    >
      <meter aria-label="Storage used against quota" min={0} max={quota} high={quota * 0.8} value={usage}>
        {words}
      </meter>
    </Chart>
  );
}

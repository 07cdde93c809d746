/** The examples do what their first lines promise. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OTHER, OWNER, patches, plain, printed, TestProcess } from '../lua/aos/testing.ts';

const source = (name: string): string => readFileSync(new URL(`${name}.lua`, import.meta.url), 'utf8');

function start(name: string) {
  const process = new TestProcess();
  const spawned = process.spawn(source(name));
  expect(spawned.error).toBeUndefined();
  return { process, spawned };
}

const cache = (result: Parameters<typeof patches>[0]): unknown[] => patches(result).map(plain);

test('counter', () => {
  const { process, spawned } = start('counter');
  expect(cache(spawned)).toEqual([{ count: 0 }]);
  expect(printed(spawned)).toContain('The counter stands at 0.');
  expect(cache(process.send({ tags: { Action: 'Increment' } }))).toEqual([{ count: 1 }]);
  expect(cache(process.send({ tags: { Action: 'Increment', By: '41' } }))).toEqual([{ count: 42 }]);
  for (const By of ['x', '1.5', '']) {
    const failed = process.send({ tags: { Action: 'Increment', By } });
    expect(failed.error?.message, By).toContain('By has to be a whole number');
    expect(cache(failed)).toEqual([]);
  }
  expect(process.send({ from: OTHER, tags: { Action: 'Reset' } }).error?.message).toContain('Only the owner');
  expect(cache(process.send({ from: OWNER, tags: { Action: 'Reset' } }))).toEqual([{ count: 0 }]);
});

test('token', () => {
  const { process, spawned } = start('token');
  expect(cache(spawned)).toEqual([{ balances: { [OWNER]: 1000 }, totalsupply: 1000 }]);
  const transfer = (from: string, tags: Record<string, string | number>) =>
    process.send({ from, tags: { Action: 'Transfer', ...tags } });

  expect(cache(transfer(OWNER, { Recipient: OTHER, Quantity: '30' }))).toEqual([
    { balances: { [OWNER]: 970, [OTHER]: 30 } },
  ]);
  expect(cache(transfer(OTHER, { Recipient: OTHER, Quantity: '5' }))).toEqual([{ balances: { [OTHER]: 30 } }]);
  expect(cache(transfer(OTHER, { Recipient: OWNER, Quantity: 10 }))).toEqual([
    { balances: { [OWNER]: 980, [OTHER]: 20 } },
  ]);

  const short = transfer(OTHER, { Recipient: OWNER, Quantity: '21' });
  expect(short.error).toBeUndefined();
  expect(cache(short)).toEqual([]);
  for (const Quantity of ['', '0', '-5', '1.5', 'ten', 'nan', 'inf', '1e400'])
    expect(transfer(OTHER, { Recipient: OWNER, Quantity }).error?.message, Quantity).toContain('Quantity has to be');
  expect(transfer(OTHER, { Recipient: OWNER }).error?.message).toContain('Quantity is missing');
  expect(transfer(OTHER, { Quantity: '1' }).error?.message).toContain('Recipient is missing');

  expect(printed(process.send({ tags: { Action: 'Balance', Account: OWNER } }))).toContain(`${OWNER} has 980`);
  expect(printed(process.send({ from: OTHER, tags: { Action: 'Balance' } }))).toContain(`${OTHER} has 20`);
  expect(printed(process.send({ tags: { Action: 'Balance', Account: 'nobody' } }))).toContain('nobody has 0');
});

test('publish', () => {
  const { process, spawned } = start('publish');
  expect(cache(spawned)).toEqual([]);
  const first = process.send({ tags: { Action: 'PublishData' } });
  expect(cache(first)).toEqual([{ currentstatus: expect.stringMatching(/^report 1, wind force \d+$/) }]);
  expect(printed(first)).toContain('Now at /cache/currentstatus: report 1');
});

test('no example prints a warning at the start', () => {
  for (const name of ['counter', 'token', 'publish']) expect(printed(start(name).spawned)).not.toContain('Warning');
});

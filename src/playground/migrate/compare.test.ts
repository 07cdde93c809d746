import { describe, expect, it } from 'vitest';
import { compare, ROUNDS } from './compare.ts';

const question = { process: 'p'.repeat(43), tags: [{ name: 'Action', value: 'Jars' }], path: '/p/compute/cache/jars' };

/** A node whose clock moves by so many milliseconds with each request, and what it was asked. */
function node(answers: { dryrun: () => Response; path: () => Response; value?: unknown }) {
  const asked: { path: string; body: unknown }[] = [];
  let clock = 0;
  const beam = {
    fetch: (path: string, init?: RequestInit): Promise<Response> => {
      asked.push({ path, body: init?.body });
      clock += init ? [90, 20, 40, 30, 10][(asked.length - 1) >> 1]! : 2;
      return Promise.resolve(init ? answers.dryrun() : answers.path());
    },
    read: () => Promise.resolve(answers.value),
  };
  return { beam: beam as unknown as Parameters<typeof compare>[0], asked, now: () => clock };
}

const json = (value: object) => () => new Response(JSON.stringify(value));

describe('compare', () => {
  it('gives both answers, and the median of their times', async () => {
    const { beam, now, asked } = node({
      dryrun: json({ Messages: [{ Data: 'first' }, { Data: '12 jars' }] }),
      path: () => new Response('12'),
      value: { north: 5, south: 7 },
    });
    const { dryrun, path } = await compare(beam, question, now);
    expect(dryrun).toEqual({ request: `POST ${asked[0]!.path}`, ms: 30, answer: '12 jars' });
    expect(path).toEqual({ request: 'GET /p/compute/cache/jars', ms: 2, answer: '{"north":5,"south":7}' });
    expect(asked).toHaveLength(2 * ROUNDS);
    expect(asked[0]!.path).toBe(`/~legacynet@1.0/cu/dry-run?process-id=${question.process}`);
    expect(JSON.parse(String(asked[0]!.body))).toMatchObject({
      Owner: '1234',
      Tags: expect.arrayContaining([question.tags[0], { name: 'Variant', value: 'ao.TN.1' }]),
    });
  });

  it('tells what a handler did that answered nobody', async () => {
    const { beam, now } = node({
      dryrun: json({ Messages: [], Output: { data: 'counted' } }),
      path: () => new Response('1'),
      value: 1,
    });
    expect((await compare(beam, question, now)).dryrun.answer).toBe('Nobody was answered. It printed: counted');
  });

  it('tells of each way by itself what it failed with, and asks it no more', async () => {
    const { beam, now, asked } = node({
      dryrun: json({ Error: '[string "aos"]:4: no bees\n' }),
      path: () => new Response('no such key', { status: 404, headers: { 'pocketbeam-code': 'not-found' } }),
    });
    const { dryrun, path } = await compare(beam, question, now);
    expect(dryrun).toMatchObject({ ms: undefined, error: { code: 'dry-run-failed' } });
    expect(dryrun.error?.message).toContain('no bees');
    expect(path).toMatchObject({ ms: undefined, error: { code: 'not-found', message: 'no such key' } });
    expect(asked).toHaveLength(2);
  });
});

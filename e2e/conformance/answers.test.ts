/**
 * Recorded answers of a real node against ours, in Node (shared/conformance/README.md). Not everything is there yet, so
 * each group has the number of `sane` steps that must be equal; it may only grow. POCKETBEAM_SHOW=1 prints the others.
 */
import { describe, expect, it } from 'vitest';
import type { Handler } from '../../src/http/handle.ts';
import { createNodePocketbeam } from '../../src/integrations/node/node-pocketbeam.ts';
import { binary } from '../../src/core/value.ts';
import { sessions, wireOf, type Step } from './recorded.ts';

const ORIGIN = 'http://127.0.0.1:8734';

/** How many `sane` steps of each group are equal at least. */
const EQUAL: Record<string, number> = {
  '01': 43,
  '02': 95,
  '03a': 17,
  '03b': 167,
  '04': 48,
  '05': 159,
  '06': 108,
  '07': 41,
};

/** Of the transport, not of the message. */
const TRANSPORT = new Set(['content-length', 'date', 'server', 'transfer-encoding', 'signature', 'signature-input']);

async function send(handle: Handler, step: Step): Promise<{ status: number; headers: Headers; body: string }> {
  const { method, path, headers, body } = wireOf(step.request!);
  const bytes = body === '' || method === 'GET' || method === 'HEAD' ? {} : { body: Buffer.from(body, 'latin1') };
  const request = new Request(ORIGIN + path, {
    method,
    headers: new Headers([...headers] as [string, string][]),
    ...bytes,
  });
  const response = await handle(request);
  if (!response) throw new Error(`${path} is not ours`);
  return {
    status: response.status,
    headers: response.headers,
    body: Buffer.from(await response.arrayBuffer()).toString('latin1'),
  };
}

/** What of a recorded answer ours is not. */
async function differences(handle: Handler, step: Step): Promise<string[]> {
  const wanted = step.response!;
  const got = await send(handle, step);
  const found: string[] = [];
  const compare = (what: string, ours: unknown, theirs: unknown): void => {
    if (ours !== theirs) found.push(`${what}: ${JSON.stringify(ours)} instead of ${JSON.stringify(theirs)}`);
  };
  compare('status', got.status, wanted.status);
  const body = wanted.bodyBase64 === undefined ? binary(wanted.body ?? '') : atob(wanted.bodyBase64);
  compare('body', got.body, body);
  for (const [name, value] of Object.entries(wanted.headers ?? {}))
    if (!TRANSPORT.has(name)) compare(name, got.headers.get(name), binary(value));
  return found;
}

const storing = (id: string, message: unknown): Step => ({
  ...{
    at: id,
    request: { method: 'POST', path: '/~pocketbeam@1.0/store', headers: {}, body: JSON.stringify({ id, message }) },
  },
});

describe('answers of a real node', () => {
  it('are ours', { timeout: 120_000 }, async () => {
    const groups = new Map<string, { equal: number; sane: number }>();
    for (const { session, steps } of sessions) {
      const group = /^\w+/.exec(session)?.[0] ?? '';
      const count = groups.get(group) ?? { equal: 0, sane: 0 };
      groups.set(group, count);
      const { handle, close } = await createNodePocketbeam({ fixtures: true });
      for (const step of steps) {
        const stored = typeof step.setup === 'object' && step.setup.stored;
        if (stored && typeof step.setup === 'object') await send(handle, storing(step.setup.id, stored));
        if (step.store) await send(handle, storing(step.store.id, step.store.message));
        if (!step.request) continue;
        if (step.class !== 'sane') {
          await send(handle, step);
          continue;
        }
        count.sane++;
        const found = await differences(handle, step);
        if (found.length === 0) count.equal++;
        else if (process.env.POCKETBEAM_SHOW) console.log(`${step.at} ${step.name}\n  ${found.join('\n  ')}`);
      }
      await close();
    }
    for (const [group, { equal, sane }] of groups)
      console.log(`group ${group}: ${equal} of ${sane} sane steps are equal`);
    for (const [group, least] of Object.entries(EQUAL))
      expect(groups.get(group)?.equal, `equal steps of group ${group}`).toBeGreaterThanOrEqual(least);
  });
});

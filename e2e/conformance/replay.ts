/** Recorded sessions played against a handler. */
import { binary } from '../../src/core/value.ts';
import type { Handler } from '../../src/http/handle.ts';
import type { Answer } from './compare.ts';
import { wireOf, type RecordedRequest, type Step } from './recorded.ts';

const ORIGIN = 'http://127.0.0.1:8734';

/** Sends a recorded request as the node received it. */
export async function send(handle: Handler, recorded: RecordedRequest): Promise<Answer> {
  const { method, path, headers, body } = wireOf(recorded);
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

/** Plays all steps of a session in order, set-ups included. */
export async function* play(handle: Handler, steps: readonly Step[]): AsyncGenerator<{ step: Step; got: Answer }> {
  for (const step of steps) {
    const stored = typeof step.setup === 'object' && step.setup.stored;
    if (stored && typeof step.setup === 'object') await send(handle, storing(step.setup.id, stored));
    if (step.store) await send(handle, storing(step.store.id, step.store.message));
    if (step.request) yield { step, got: await send(handle, step.request) };
  }
}

export const storing = (id: string, message: unknown): RecordedRequest => ({
  ...{ method: 'POST', path: '/~pocketbeam@1.0/store', headers: {} },
  body: JSON.stringify({ id, message }),
});

/** How differences.md names a step. */
export const nameOf = (session: string, { name = '' }: Step): string => `${session} / ${name}`;

/** The group of a session: `01`, `03b`. */
export const groupOf = (session: string): string => /^\w+/.exec(session)?.[0] ?? '';

/** Text of a step that failed, for a person. */
export const shown = (step: string, found: readonly string[]): string =>
  `${step}\n  ${found.map((line) => binary(line).slice(0, 500)).join('\n  ')}`;

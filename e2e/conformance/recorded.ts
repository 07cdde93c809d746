/** The recorded requests and answers, for tests. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { WireRequest } from '../../src/codecs/request.ts';
import { Atom, binary, type Message, type Value } from '../../src/core/value.ts';

/** JSON as it is recorded: `{ "#bin": base64 }` stands for bytes that are no text. */
export type Recorded = string | number | boolean | null | Recorded[] | { [key: string]: Recorded };

export interface RecordedRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
  bodyBase64?: string;
}

export interface Step {
  /** Which file and which step of it. */
  at: string;
  name?: string;
  class?: string;
  setup?: true | { stored?: Record<string, Recorded>; id: string; uid?: string };
  store?: { id: string; uid: string; signed: boolean; message: Record<string, Recorded> };
  request?: RecordedRequest;
  response?: { status: number; headers?: Record<string, string>; body?: string; bodyBase64?: string };
}

const folder = fileURLToPath(new URL('../fixtures/conformance', import.meta.url));

interface Group {
  group: string;
  cases?: Step[];
  sessions?: { name: string; steps: Step[] }[];
}

/** All steps of all groups, in order; the steps of one session share `session`. */
export const sessions: { session: string; steps: Step[] }[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Group)
  .flatMap(({ group, cases, sessions: given }) => [
    ...(cases ?? []).map((step, i) => ({ session: `${group} ${i}`, steps: [step] })),
    ...(given ?? []).map(({ name, steps }) => ({ session: `${group} ${name}`, steps })),
  ])
  .map(({ session, steps }) => ({ session, steps: steps.map((step, i) => ({ ...step, at: `${session} #${i}` })) }));

/** A recorded message as a value. */
export function valueOf(recorded: Recorded): Value {
  if (typeof recorded === 'string') return binary(recorded);
  if (recorded === null) return new Atom('null');
  if (Array.isArray(recorded)) return recorded.map(valueOf);
  if (typeof recorded !== 'object') return recorded;
  if (typeof recorded['#bin'] === 'string') return Buffer.from(recorded['#bin'], 'base64').toString('latin1');
  return messageOf(recorded);
}

export function messageOf(recorded: Record<string, Recorded>): Message {
  return new Map(Object.entries(recorded).map(([key, item]) => [binary(key), valueOf(item)]));
}

/** A recorded request as the node received it: with the headers that every request also carried. */
export function wireOf({ method, path, headers, body, bodyBase64 }: RecordedRequest): WireRequest & { body: string } {
  const bytes = bodyBase64 === undefined ? binary(body ?? '') : Buffer.from(bodyBase64, 'base64').toString('latin1');
  // Headers of requests, unlike those of answers, are recorded as bytes, one character each.
  const sent = new Map(Object.entries(headers));
  sent.set('host', '127.0.0.1:8734');
  if (method === 'POST') sent.set('content-length', String(bytes.length));
  return { method, path, headers: sent, body: bytes };
}

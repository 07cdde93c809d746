/** The scheduler unit: which message has which slot. */
import { heightAt } from '../core/block-height.ts';
import { assignmentMessage } from '../devices/assignment.ts';
import { toJsonFace } from '../devices/json-iface.ts';
import { slotToRead } from '../devices/slot-results.ts';
import type { Assignment } from '../core/ports/store.ts';
import { unknownProcess } from '../core/unknown-process.ts';
import { isMap, type Value } from '../core/value.ts';
import {
  checkId,
  noEndpoint,
  numberOf,
  object,
  parameter,
  processId,
  type Answer,
  type Call,
  type Serve,
} from './unit.ts';

export const schedulerUnit: Serve = (call) => {
  const [id, ...rest] = call.path;
  if (call.method === 'GET' && id !== undefined && rest.length === 0) {
    if (id === 'timestamp') return clock(call);
    return parameter(call, 'process-id') === undefined ? list(call, checkId(id)) : one(call, processId(call), id);
  }
  throw noEndpoint(call, 'GET /<message>?process-id=…, GET /<process>?from=&to=&limit= and GET /timestamp');
};

async function clock({ context }: Call): Promise<Answer> {
  const now = await context.store.now();
  return { json: object({ timestamp: String(now), block_height: String(heightAt(now)) }) };
}

/** A message by its id, or its slot. */
async function one({ context }: Call, process: string, of: string): Promise<Answer> {
  const assignment = await context.store.assignment(process, await slotToRead(context, process, of));
  if (!assignment) throw unknownProcess(process);
  return { json: nodeOf(process, assignment) };
}

const PAGE = 100;
const MAX_PAGE = 1000;

/** The slots `from` to `to`, both included. */
async function list(call: Call, process: string): Promise<Answer> {
  const { store } = call.context;
  const head = await store.head(process);
  if (!head) throw unknownProcess(process);
  const limit = Math.min(numberOf(call, 'limit') ?? PAGE, MAX_PAGE);
  const from = numberOf(call, 'from') ?? 0;
  const to = Math.min(numberOf(call, 'to') ?? head.slot, head.slot);
  const found = await store.assignments(process, from, Math.min(to, from + limit - 1));
  const edges = found.map((each) => object({ cursor: String(each.slot), node: nodeOf(process, each) }));
  return { json: object({ page_info: object({ has_next_page: from + found.length <= to }), edges }) };
}

function nodeOf(process: string, assignment: Assignment): Value {
  const { Id, Owner, Target, Data, Anchor, Tags, Signature } = toJsonFace(assignment.message, assignment);
  const scheduled = assignmentMessage(process, assignment);
  const tags = TAGS.map(([name, key]) => object({ name, value: String(scheduled.get(key)) }));
  const key = keyOf(assignment);
  return object({
    message: object({
      ...{ id: Id, target: Target, data: Data, anchor: Anchor, signature: Signature },
      owner: object({ address: Owner, key }),
      tags: Tags.map(({ name, value }) => object({ name, value })),
    }),
    assignment: object({ tags }),
  });
}

/** The tags of an assignment, and the keys that they stand under at a node. */
const TAGS = [
  ['Data-Protocol', 'data-protocol'],
  ['Variant', 'variant'],
  ['Process', 'process'],
  ['Epoch', 'epoch'],
  ['Nonce', 'slot'],
  ['Hash-Chain', 'hash-chain'],
  ['Block-Height', 'block-height'],
  ['Timestamp', 'timestamp'],
] as const;

/** The public key of the signer; empty where nobody signed. */
function keyOf({ message }: Assignment): string {
  const commitments = message.get('commitments');
  for (const one of isMap(commitments) ? commitments.values() : []) {
    const key = isMap(one) ? one.get('keyid') : undefined;
    if (typeof key === 'string') return key;
  }
  return '';
}

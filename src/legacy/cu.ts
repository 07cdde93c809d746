/** The compute unit: results of messages, and messages tried. */
import { decodeJson } from '../codecs/json-decode.ts';
import type { Trial } from '../core/device.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import type { AosTag } from '../core/ports/engine.ts';
import { unknownProcess } from '../core/unknown-process.ts';
import { isList, isMap, type MapValue, type Value } from '../core/value.ts';
import { aosResult } from '../devices/aos-result.ts';
import { slotToRead } from '../devices/slot-results.ts';
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

export const computeUnit: Serve = (call) => {
  const [kind, id, ...rest] = call.path;
  if (rest.length === 0 && call.method !== 'POST') {
    if (kind === 'result' && id !== undefined) return result(call, processId(call), id);
    if (kind === 'results' && id !== undefined) return results(call, checkId(id));
  }
  if (kind === 'dry-run' && id === undefined && call.method === 'POST') return dryRun(call, processId(call));
  throw noEndpoint(call, 'GET /result/<message>?process-id=…, GET /results/<process> and POST /dry-run?process-id=…');
};

/** Of a message, given by its id or its slot. */
async function result(call: Call, process: string, of: string): Promise<Answer> {
  return { json: await resultAt(call, process, await slotToRead(call.context, process, of)) };
}

/** @throws PocketbeamError `missing-slot` */
async function resultAt({ context }: Call, process: string, slot: number): Promise<MapValue> {
  await context.computer.compute(process, slot);
  const record = await context.store.record(process, slot);
  if (record) return aosResult(record);
  throw new PocketbeamError('missing-slot', `Slot ${slot} of ${process} has no result.`);
}

/** In one answer, if the client names no other number. */
const PAGE = 25;
const MAX_PAGE = 1000;

/** Those behind the cursor `from`, up to the cursor `to`. A cursor is the number of a slot. */
async function results(call: Call, process: string): Promise<Answer> {
  const head = await call.context.store.head(process);
  if (!head) throw unknownProcess(process);
  const descending = parameter(call, 'sort')?.toUpperCase() === 'DESC';
  const limit = Math.min(numberOf(call, 'limit') ?? PAGE, MAX_PAGE);
  const first = Math.max((numberOf(call, 'from') ?? -1) + 1, head.kept ?? 0);
  const last = Math.min(numberOf(call, 'to') ?? head.slot, head.slot);
  const count = Math.max(Math.min(limit, last - first + 1), 0);
  const slots = Array.from({ length: count }, (_, i) => (descending ? last - i : first + i));
  const edges: Value[] = [];
  for (const slot of slots) edges.push(object({ cursor: String(slot), node: await resultAt(call, process, slot) }));
  return { json: object({ pageInfo: object({ hasNextPage: count < last - first + 1 }), edges }) };
}

/** Nothing of it is kept, so its sender is believed. */
async function dryRun({ request, context }: Call, process: string): Promise<Answer> {
  if (!context.dryRunner) throw new PocketbeamError('no-engine', 'Nobody can try a message here.', { status: 503 });
  const body = request.get('body');
  const message = typeof body === 'string' ? decodeJson(body) : undefined;
  if (!isMap(message))
    throw new PocketbeamError(
      'bad-json',
      'A dry-run is a JSON object: { Owner, Target, Data, Tags: [{ name, value }] }.',
      {
        status: 400,
      },
    );
  return { json: aosResult(await context.dryRunner.dryRun(process, trialOf(message, process))) };
}

function trialOf(message: MapValue, process: string): Trial {
  const textAt = (key: string): string => {
    const value = message.get(key);
    return typeof value === 'string' ? value : '';
  };
  const Owner = textAt('Owner');
  return {
    ...{ Id: textAt('Id'), Owner, From: textAt('From') || Owner, Target: textAt('Target') || process },
    ...{ Data: message.get('Data') ?? '', Anchor: textAt('Anchor'), Tags: tagsOf(message.get('Tags') ?? []) },
  };
}

/** @throws PocketbeamError `bad-tag` */
function tagsOf(tags: Value): AosTag[] {
  return (isList(tags) ? tags : [tags]).map((tag) => {
    const [name, value] = isMap(tag) ? [tag.get('name'), tag.get('value')] : [];
    if (typeof name === 'string' && value !== undefined) return { name, value };
    throw new PocketbeamError('bad-tag', `${show(tag)} is no tag.`, {
      next: 'Tags are a list of { name, value }.',
      status: 400,
    });
  });
}
